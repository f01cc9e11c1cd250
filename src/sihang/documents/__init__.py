"""Files that people hand in: what they are, whether they are clean, what can be read in them.

Question: what does this file say, and where does it say so?
Takes: an upload by somebody who acts for an organisation.
Ends in: a clean `Document` with `Proposal`s, each of which a person has accepted or rejected.

Nothing that was read is a fact until a person has accepted it.
"""
