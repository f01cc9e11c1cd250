"""From two packages to what changed between them, as a reader of the policy would say it.

`entries` holds one change and the ways to find it; `rules` shows rules as prose; `measures`, `declared` and `texts`
each compare one part. `sihang.rulebook.diff` puts them together.
"""
