"""The tables of the journal."""

from sihang.journal.models.event import Event
from sihang.journal.models.tree import Node, Tree, Waiting

__all__ = ["Event", "Node", "Tree", "Waiting"]
