"""Give every event that waits its place in the tree."""

from django.conf import settings
from django.db import transaction

from sihang.journal import merkle
from sihang.journal.entry import as_json, canonical
from sihang.journal.models import Node, Tree, Waiting

BATCH = 1_000
"""Events in one transaction, so that nobody else waits long."""


def seal_events() -> int:
    """Seal all that wait, oldest first; return how many were sealed. Called after every transaction that records."""
    sealed = 0
    while Waiting.objects.exists():
        count = _seal_batch()
        sealed += count
        if count < BATCH:
            break
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    tree = _locked_tree()
    digest = merkle.hash_named(tree.hash)
    waiting = list(Waiting.objects.select_related("event").order_by("event_id")[:BATCH])
    new: dict[tuple[int, int], Node] = {}

    def nodes(level: int, position: int) -> bytes:
        node = new.get((level, position)) or Node.objects.get(level=level, position=position)
        return bytes.fromhex(node.digest)

    for index, each in enumerate(waiting, tree.size):
        leaf = merkle.leaf_digest(canonical(as_json(each.event)), digest)
        for level, position, value in merkle.filled_by(index, leaf, nodes, digest):
            event = each.event if level == 0 else None
            new[level, position] = Node(level=level, position=position, digest=value.hex(), event=event)
    Node.objects.bulk_create(new.values())
    Waiting.objects.filter(pk__in=[each.pk for each in waiting]).delete()
    tree.size += len(waiting)
    tree.save(update_fields=["size"])
    return len(waiting)


def _locked_tree() -> Tree:
    """The row of the tree, which is made with the first event; the hash stays what it was then."""
    Tree.objects.get_or_create(pk=1, defaults={"hash": settings.JOURNAL_HASH})
    return Tree.objects.select_for_update().get(pk=1)
