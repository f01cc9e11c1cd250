"""Pages of the office: every organisation, imports, verification, and who qualifies for what."""
