"""What can be done with check-ups; each journalled in its own transaction."""
