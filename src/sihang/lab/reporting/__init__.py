"""What a report says, section by section: the parts of `lab.report`."""
