"""What a reform does to packages: the parts of `lab.reform`."""
