"""Who did what, for whom, on which record, when and from where: for ever, and provably.

Takes a line from every action, in the action's own transaction. Ends in an `Event` that nobody can change or remove
unseen: the database refuses it, and a Merkle tree (RFC 6962) over all events shows it to anyone who holds a receipt.
"""
