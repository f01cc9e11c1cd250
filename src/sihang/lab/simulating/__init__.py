"""What is worked out for a simulation: the parts of `lab.simulate`."""
