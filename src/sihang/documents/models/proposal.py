"""What was read in a document, for a person to accept or to reject."""

from django.db import models

from sihang.accounts.models import Person
from sihang.bilingual import both
from sihang.documents.models.reading import Reading
from sihang.documents.states import PROPOSAL_STATE_WORDS, ProposalState


class Proposal(models.Model):
    """See `finding/proposal.py` for what the fields hold. Never changed but for its decision."""

    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=16)  # a ProposalKind
    value = models.CharField(both("内容", "value"), max_length=200)
    label = models.CharField(both("名目", "label"), max_length=40)
    fact = models.CharField(both("对应事实", "fact"), max_length=64, blank=True)
    year = models.PositiveSmallIntegerField(both("年度", "year"), null=True, blank=True)
    note = models.CharField(max_length=16, blank=True)  # a Note
    page = models.PositiveIntegerField(both("页", "page"))
    quote = models.CharField(both("原文", "words read"), max_length=500)
    top = models.PositiveSmallIntegerField()
    bottom = models.PositiveSmallIntegerField()
    state = models.CharField(
        both("状态", "state"),
        max_length=16,
        choices=[(state.value, both(*words)) for state, words in PROPOSAL_STATE_WORDS.items()],
        default=ProposalState.OPEN.value,
    )
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(both("确认时间", "decided"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in ProposalState]), name="proposal_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=ProposalState.OPEN.value, decided_by__isnull=True, decided_at__isnull=True)
                | (
                    ~models.Q(state=ProposalState.OPEN.value)
                    & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="proposal_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.value}"
