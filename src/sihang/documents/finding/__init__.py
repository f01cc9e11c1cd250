"""What can be found in the lines of a page: one module for each kind of thing.

Each offers `find(page)`, which yields proposals in the order of the page. Nothing here decides.
"""
