"""A check-up that was kept."""

from django.db import models

from sihang.accounts.models import Person
from sihang.bilingual import both
from sihang.register.models import Organisation


class CheckUp(models.Model):
    """An assessment of an organisation from the register's facts, as it was made: `content` can be replayed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="check_ups")
    on = models.DateField(both("评估日期", "day of assessment"))
    known = models.DateTimeField(both("依据的档案时点", "as known at"))
    content = models.JSONField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="check_ups")
    at = models.DateTimeField(both("时间", "time"))

    class Meta:
        indexes = [models.Index(fields=["organisation", "-at"], name="check_up_latest")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.on}"
