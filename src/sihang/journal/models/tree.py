"""The tree over the events, node by node."""

from django.db import models

from sihang.journal.models.event import Event


class Tree(models.Model):
    """The one row of this table is how large the tree is, and the lock of whoever makes it larger."""

    size = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=8)

    def __str__(self) -> str:
        return f"{self.size} {self.hash}"


class Node(models.Model):
    """A full subtree of 2^level leaves; of a leaf (level 0), the event that it is made from."""

    level = models.PositiveSmallIntegerField()
    position = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "position"], name="one_node_in_each_place"),
            models.CheckConstraint(
                condition=models.Q(level=0, event__isnull=False) | models.Q(level__gt=0, event__isnull=True),
                name="leaves_are_events",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.position}"


class Waiting(models.Model):
    """An event that is written and not yet in the tree.

    A table of its own, for an event cannot be updated: transactions end in another order than they began, so only
    after the end of one can its event be given the next place.
    """

    event = models.OneToOneField(Event, on_delete=models.PROTECT, primary_key=True)

    def __str__(self) -> str:
        return str(self.pk)
