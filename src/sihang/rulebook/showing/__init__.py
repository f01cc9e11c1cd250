"""A rulebook as its readers see it: words of one language in plain records, for a page, an answer or a terminal.

A surface writes these records out and decides nothing. Every record names the clause, quote or reading that it stands on.
"""
