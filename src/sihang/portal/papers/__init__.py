"""Documents handed in: upload, what became of each, and what was read, one by one."""
