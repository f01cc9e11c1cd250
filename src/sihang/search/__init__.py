"""Find a clause, a measure or an organisation by a few characters.

Question: where is that said, and who is that?
Takes: entries, which the rooms above put in, change and take out in the transaction of their own change.
Ends in: entries found, and only those that the viewer may see.

The same question finds the same entries, in the same order, on SQLite and on PostgreSQL.
"""
