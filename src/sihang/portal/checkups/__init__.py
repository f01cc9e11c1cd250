"""Check-ups of organisations from the register's facts: as of any day, kept, and compared."""
