"""One thing that was said of an organisation."""

from django.db import models
from django.db.models import F, Q

from sihang.accounts.models import Person
from sihang.bilingual import both
from sihang.register.history import Source, Statement
from sihang.register.models.organisation import Organisation
from sihang.register.models.takeover import Takeover
from sihang.rulebook.case import State

STATED = (State.KNOWN, State.ABSENT, State.UNKNOWN)
"""A single statement is never disputed."""


class Fact(models.Model):
    """A statement (`history.Statement`). Added, verified, corrected by another one; never changed, never deleted."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="facts")
    key = models.CharField(both("事实", "fact"), max_length=64)
    year = models.PositiveSmallIntegerField(both("会计年度", "fiscal year"), null=True)
    state = models.CharField(
        both("状态", "state"), max_length=8, choices=[(state.value, state.value) for state in STATED]
    )
    number = models.BigIntegerField(both("数值", "number"), null=True)
    text = models.CharField(both("文字", "text"), max_length=500, null=True)
    source = models.CharField(
        both("来源", "source"), max_length=16, choices=[(source.value, both(*source.words)) for source in Source]
    )
    named = models.CharField(both("来源名称", "which one"), max_length=200, blank=True)
    since = models.DateField(both("自", "from"), null=True)
    until = models.DateField(both("至", "to"), null=True)
    recorded_at = models.DateTimeField(both("记录时间", "recorded"))
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="facts_recorded")
    verified_at = models.DateTimeField(both("核实时间", "verified"), null=True)
    verified_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="facts_verified")
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    takeover = models.ForeignKey(Takeover, on_delete=models.PROTECT, null=True, related_name="facts")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.KNOWN, number__isnull=False, text__isnull=True)
                | Q(state=State.KNOWN, number__isnull=True, text__isnull=False)
                | Q(state__in=(State.ABSENT, State.UNKNOWN), number__isnull=True, text__isnull=True),
                name="fact_says_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="fact_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(source__in=list(Source)), name="fact_source_known"),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="fact_verified_by_someone",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "key", "year"], name="fact_of_organisation"),
            # All that the whole register is read by (`whole.py`), so that no row needs to be looked up.
            models.Index(
                fields=["key", "year", "organisation", "number", "recorded_at", "since", "until"], name="fact_of_all"
            ),
        ]

    def __str__(self) -> str:
        return self.key if self.year is None else f"{self.key} {self.year}"

    @property
    def value(self) -> int | str | None:
        return self.number if self.number is not None else self.text

    @property
    def statement(self) -> Statement:
        return Statement(
            self.pk, State(self.state), self.value, Source(self.source), self.recorded_at, self.named, self.since,
            self.until, self.verified_at, self.corrects_id,
        )  # fmt: skip
