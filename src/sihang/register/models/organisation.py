"""An organisation."""

from django.db import models

from sihang.bilingual import both


class Organisation(models.Model):
    """Known by its USCC; whatever else is known of it is a fact, a status or a relation."""

    uscc = models.CharField(both("统一社会信用代码", "USCC"), max_length=18, unique=True)
    name = models.CharField(both("单位名称", "name"), max_length=200)
    since = models.DateTimeField(both("建档时间", "in the register since"))

    class Meta:
        indexes = [models.Index(fields=["name"], name="organisation_name")]

    def __str__(self) -> str:
        return self.name
