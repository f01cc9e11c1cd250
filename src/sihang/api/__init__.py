"""The surface for programs: JSON over HTTP, from the same functions that pages and commands call."""
