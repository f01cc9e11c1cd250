"""What every page has: the frame, the two languages, light and dark, errors written for people."""
