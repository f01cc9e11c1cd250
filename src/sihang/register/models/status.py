"""A recognition or filing that an organisation has for a time."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from sihang.accounts.models import Person
from sihang.bilingual import both
from sihang.register.history import Source, Statement
from sihang.register.models.organisation import Organisation
from sihang.register.models.takeover import Takeover
from sihang.register.states import Level, Standing, StatusKind
from sihang.rulebook.case import State


class Status(models.Model):
    """Granted by an office outside of this program, and kept here. Revoked, never deleted."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="statuses")
    kind = models.CharField(
        both("资质类型", "status"), max_length=32, choices=[(kind.value, both(*kind.words)) for kind in StatusKind]
    )
    level = models.CharField(
        both("级别", "level"), max_length=16, choices=[(level.value, both(*level.words)) for level in Level]
    )
    issuer = models.CharField(both("认定机关", "issuer"), max_length=200, blank=True)
    number = models.CharField(both("证书编号", "number"), max_length=100, blank=True)
    grade = models.CharField(both("等级", "grade"), max_length=50, blank=True)
    since = models.DateField(both("有效期起", "from"))
    until = models.DateField(both("有效期止", "to"), null=True)
    source = models.CharField(
        both("来源", "source"), max_length=16, choices=[(source.value, both(*source.words)) for source in Source]
    )
    recorded_at = models.DateTimeField(both("记录时间", "recorded"))
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="statuses_recorded")
    revoked_on = models.DateField(both("撤销日期", "revoked on"), null=True)
    revoked_at = models.DateTimeField(both("撤销记录时间", "revocation recorded"), null=True)
    takeover = models.ForeignKey(Takeover, on_delete=models.PROTECT, null=True, related_name="statuses")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "level", "since"],
                condition=Q(revoked_on__isnull=True),
                name="one_status_of_a_kind_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="status_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(StatusKind)), name="status_kind_known"),
            models.CheckConstraint(condition=Q(level__in=list(Level)), name="status_level_known"),
        ]
        indexes = [models.Index(fields=["kind", "organisation"], name="status_of_organisation")]

    def __str__(self) -> str:
        return f"{self.kind} {self.level}"

    def standing(self, on: date) -> Standing:
        """As entered by now; `queries.in_force` asks the same of many."""
        if self.revoked_on is not None and self.revoked_on <= on:
            return Standing.REVOKED
        if self.since > on:
            return Standing.TO_COME
        return Standing.EXPIRED if self.until is not None and self.until < on else Standing.IN_FORCE

    def as_statement(self, *, known_revoked: bool) -> Statement:
        """What it says of the fact that rests on it: yes, from the first to the last day. An office's own word is verified."""
        until = self.until
        if known_revoked and self.revoked_on is not None:
            until = self.revoked_on - timedelta(days=1)
        return Statement(
            -self.pk, State.KNOWN, 1, Source(self.source), self.recorded_at, self.issuer, self.since, until,
            None if self.source == Source.SELF_DECLARED else self.recorded_at,
        )  # fmt: skip
