"""How an organisation hangs together with others."""

from django.db import models
from django.db.models import F, Q

from sihang.accounts.models import Person
from sihang.bilingual import both
from sihang.register.models.organisation import Organisation
from sihang.register.states import RelationKind


class Relation(models.Model):
    """A shareholder, legal representative, address or telephone: `value` as written; organisations that share it are related."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(
        both("关系", "relation"), max_length=16, choices=[(kind.value, both(*kind.words)) for kind in RelationKind]
    )
    value = models.CharField(both("对象", "with"), max_length=200)
    plain = models.CharField(max_length=200)
    share_bp = models.PositiveIntegerField(both("持股比例（万分之一）", "share in basis points"), null=True)
    since = models.DateField(both("自", "from"), null=True)
    until = models.DateField(both("至", "to"), null=True)
    recorded_at = models.DateTimeField(both("记录时间", "recorded"))
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relations_recorded")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "plain"], condition=Q(until__isnull=True), name="one_relation_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(RelationKind)), name="relation_kind_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="relation_ends_after_it_begins",
            ),
        ]
        indexes = [models.Index(fields=["kind", "plain"], name="relation_with")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"

    @property
    def share_percent(self) -> str:
        """`33.33`, or nothing where no share is known."""
        return "" if self.share_bp is None else f"{self.share_bp // 100}.{self.share_bp % 100:02d}"
