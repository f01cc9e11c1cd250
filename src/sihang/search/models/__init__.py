"""What can be found."""

from sihang.search.models.entry import Entry

__all__ = ["Entry"]
