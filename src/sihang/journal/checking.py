"""Is the journal what it was? Every event against its leaf, and every node against the two beneath it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sihang.journal import merkle
from sihang.journal.entry import as_json, canonical
from sihang.journal.models import Event, Node, Tree, Waiting
from sihang.journal.queries import root_of

AT_ONCE = 2_000
"""Rows in memory."""


@dataclass(slots=True)
class Findings:
    """What is wrong; nothing where `sound`. Whoever changes events and every node above them is found out by a kept head alone."""

    size: int
    root: str
    """In hex; empty where a node that it needs is gone."""
    altered: list[int] = field(default_factory=list)
    """Numbers of events that are no longer what was sealed."""
    missing: list[int] = field(default_factory=list)
    """Places in the tree, from 0, whose event is gone."""
    unsealed: list[int] = field(default_factory=list)
    """Numbers of events that neither have a place nor wait for one: put in by another way than ours."""
    nodes: list[tuple[int, int]] = field(default_factory=list)
    """Level and position of nodes that are gone, or that the two beneath do not add up to."""
    kept_head_differs: bool = False

    @property
    def sound(self) -> bool:
        return not (self.altered or self.missing or self.unsealed or self.nodes or self.kept_head_differs)


def checked_journal(kept: dict[str, Any] | None = None) -> Findings:
    """Read the whole journal. `kept` is a head as it was downloaded before: the journal must still begin with it."""
    tree = Tree.objects.filter(pk=1).first()
    size = tree.size if tree else 0
    found = Findings(size, _root(size))
    if tree:
        digest = merkle.hash_named(tree.hash)
        _check_leaves(found, size, digest)
        for level in range(1, size.bit_length()):
            _check_nodes(found, level, size, digest)
    sealed, waiting = Node.objects.filter(level=0).values("event"), Waiting.objects.values("event")
    strangers = Event.objects.exclude(pk__in=sealed).exclude(pk__in=waiting)
    found.unsealed = list(strangers.order_by("pk").values_list("pk", flat=True))
    if kept is not None:
        found.kept_head_differs = kept["size"] > size or _root(kept["size"]) != kept["root"]
    return found


def _root(size: int) -> str:
    try:
        return root_of(size) if size else ""
    except Node.DoesNotExist:
        return ""


def _check_leaves(found: Findings, size: int, digest: merkle.Hash) -> None:
    for first, until in _stretches(size):
        leaves = Node.objects.filter(level=0, position__gte=first, position__lt=until).select_related("event")
        there = {leaf.position: leaf for leaf in leaves}
        for position in range(first, until):
            leaf = there.get(position)
            if leaf is None:
                found.missing.append(position)
            elif merkle.leaf_digest(canonical(as_json(leaf.event)), digest).hex() != leaf.digest:
                found.altered.append(leaf.event_id)


def _check_nodes(found: Findings, level: int, size: int, digest: merkle.Hash) -> None:
    for first, until in _stretches(size >> level):
        here = _digests(level, first, until)
        beneath = _digests(level - 1, 2 * first, 2 * until)
        for position in range(first, until):
            left, right = beneath.get(2 * position), beneath.get(2 * position + 1)
            whole = left and right and merkle.node_digest(bytes.fromhex(left), bytes.fromhex(right), digest).hex()
            if here.get(position) != whole or whole is None:
                found.nodes.append((level, position))


def _digests(level: int, first: int, until: int) -> dict[int, str]:
    rows = Node.objects.filter(level=level, position__gte=first, position__lt=until)
    return dict(rows.values_list("position", "digest"))


def _stretches(size: int) -> Iterator[tuple[int, int]]:
    for first in range(0, size, AT_ONCE):
        yield first, min(first + AT_ONCE, size)
