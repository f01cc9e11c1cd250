"""Pages of the auditor: the journal and its proofs."""
