"""What can be done to people and their rights; each journalled in its own transaction."""
