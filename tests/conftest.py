"""How hard Hypothesis looks: `pytest --hypothesis-profile=long` for a long look by hand."""

import os

from hypothesis import settings

settings.register_profile("laptop", max_examples=100, deadline=None)
# CI looks at the same examples every time, so that a failure there is always the change's own.
settings.register_profile("ci", max_examples=1_000, deadline=None, derandomize=True, database=None)
settings.register_profile("long", max_examples=50_000, deadline=None, print_blob=True)

# Tests check every package anew, and leave nothing in the home of the person who runs them.
os.environ.setdefault("SIHANG_CACHE", "off")

settings.load_profile("ci" if os.environ.get("CI") == "true" else "laptop")
