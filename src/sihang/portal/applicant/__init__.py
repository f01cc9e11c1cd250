"""Pages of an organisation: for whoever acts for it, and for the office that looks at it."""
