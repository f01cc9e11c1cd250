"""Pages of the security administrator: accounts and appointments."""
