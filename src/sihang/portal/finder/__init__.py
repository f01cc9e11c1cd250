"""Search over measures, clauses, and the organisations that the viewer may see."""
