"""What people are told, in both languages: an inbox in the portal, and mail.

Question: who must know, and do they?
Takes: a message, written by an action in its own transaction.
Ends in: a `Message` that was read, or mailed, or given up with a reason.

Nothing is sent while somebody waits for a page: the job takes from the outbox.
"""
