"""What can be done in the register; each journalled in its own transaction."""
