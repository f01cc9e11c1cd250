"""The only code that writes the journal."""
