"""For which organisation a person acts."""

from django.db import models

from sihang.accounts.models.person import Person
from sihang.accounts.states import MANDATE_WORDS, MandateKind
from sihang.bilingual import both


class Mandate(models.Model):
    """A person acts for an organisation, which is known here by its USCC: what else it is, `register` says."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    uscc = models.CharField(both("统一社会信用代码", "USCC"), max_length=18)
    organisation_name = models.CharField(both("单位名称", "organisation"), max_length=200)
    kind = models.CharField(
        both("身份", "as"), max_length=32, choices=[(kind.value, both(*words)) for kind, words in MANDATE_WORDS.items()]
    )
    since = models.DateTimeField(both("自", "since"))
    ended_at = models.DateTimeField(both("至", "until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "uscc"], condition=models.Q(ended_at__isnull=True), name="one_mandate_for_each"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in MandateKind]), name="mandate_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["uscc"], name="mandate_uscc")]

    def __str__(self) -> str:
        return f"{self.person} → {self.organisation_name}"
