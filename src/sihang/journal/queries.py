"""The events, the state of the tree, and what proves an event to be in it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from sihang.journal import merkle
from sihang.journal.entry import as_json
from sihang.journal.models import Event, Node, Tree, Waiting


@dataclass(frozen=True, slots=True)
class TreeHead:
    """What one writes down to hold the journal to it later: so many events, and one digest over all of them."""

    hash: str
    size: int
    root: str
    waiting: int


def tree_head() -> TreeHead:
    tree = Tree.objects.filter(pk=1).first()
    waiting = Waiting.objects.count()
    if tree is None:
        return TreeHead("", 0, "", waiting)
    digest = merkle.hash_named(tree.hash)
    return TreeHead(tree.hash, tree.size, merkle.root(tree.size, _kept, digest).hex(), waiting)


def all_events() -> QuerySet[Event]:
    """Every event, newest first. Pages start from `accounts.queries.events_visible_to`."""
    return Event.objects.order_by("-pk")


def last_event_number() -> int:
    """Of the newest event, 0 where there is none: as long as it is the same, nothing was changed."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def narrowed(
    events: QuerySet[Event],
    *,
    who: str = "",
    act: str = "",
    organisation: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Event]:
    """Those of `events` whose actor is named like `who`, of one act, for one organisation, from day to day."""
    asked: dict[str, Any] = {
        "actor_name__icontains": who,
        "act": act,
        "organisation": organisation.upper(),
        "at__date__gte": since,
        "at__date__lte": until,
    }
    return events.filter(**{key: value for key, value in asked.items() if value})


def receipt(event: Event) -> dict[str, Any]:
    """The proof, in JSON, that `event` is in the journal; anyone can check it with `tools/verify_receipt.py`.

    Raises:
        Node.DoesNotExist: the event is not sealed yet.
    """
    leaf = Node.objects.get(level=0, event=event)
    tree = Tree.objects.get(pk=1)
    digest = merkle.hash_named(tree.hash)
    proof = merkle.inclusion_proof(leaf.position, tree.size, _kept, digest)
    return {
        "kind": "sihang-receipt-1",
        "hash": tree.hash,
        "event": as_json(event),
        "index": leaf.position,
        "size": tree.size,
        "proof": [step.hex() for step in proof],
        "root": merkle.root(tree.size, _kept, digest).hex(),
    }


def consistency(old: int, new: int) -> dict[str, Any]:
    """The proof, in JSON, that the journal of `new` events begins with the journal of `old` events.

    Raises:
        ValueError: not 0 <= old <= new <= the size of the tree.
    """
    tree = Tree.objects.get(pk=1)
    if new > tree.size:
        raise ValueError(f"the journal has {tree.size} events, not {new}")
    digest = merkle.hash_named(tree.hash)
    proof = merkle.consistency_proof(old, new, _kept, digest)
    return {
        "kind": "sihang-consistency-1",
        "hash": tree.hash,
        "old": {"size": old, "root": merkle.root(old, _kept, digest).hex()},
        "new": {"size": new, "root": merkle.root(new, _kept, digest).hex()},
        "proof": [step.hex() for step in proof],
    }


def root_of(size: int) -> str:
    """The root, in hex, of the tree of the first `size` events; raise ValueError beyond the tree."""
    tree = Tree.objects.get(pk=1)
    if not 0 <= size <= tree.size:
        raise ValueError(f"the journal has {tree.size} events, not {size}")
    return merkle.root(size, _kept, merkle.hash_named(tree.hash)).hex()


def _kept(level: int, position: int) -> bytes:
    return bytes.fromhex(Node.objects.values_list("digest", flat=True).get(level=level, position=position))
