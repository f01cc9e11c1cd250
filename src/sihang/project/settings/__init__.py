"""One module for each place: demo (`make run`), production, test; base says what they share."""
