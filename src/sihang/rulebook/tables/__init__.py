"""The rules over a whole table: one plan of terms, written out as columns (Polars) or as one SQL statement.

`names` and `cells` say what a table in canonical form holds, `source` makes facts of it, `best` the combination, `plan` everything
that can be asked of a row, `layout` the order to work it out in; `columns` and `sql` write it for an engine.
"""
