"""A workbook that was taken over."""

from django.db import models

from sihang.accounts.models import Person
from sihang.bilingual import both
from sihang.register.history import Source
from sihang.register.sheets import SheetKind


class Takeover(models.Model):
    """One import, all of it or nothing; its facts and statuses point here."""

    kind = models.CharField(
        both("内容", "of what"), max_length=16, choices=[(kind.value, both(*kind.words)) for kind in SheetKind]
    )
    file_name = models.CharField(both("文件", "file"), max_length=200)
    source = models.CharField(
        both("来源", "source"), max_length=16, choices=[(source.value, both(*source.words)) for source in Source]
    )
    named = models.CharField(both("来源名称", "which one"), max_length=200, blank=True)
    rows = models.PositiveIntegerField(both("行数", "rows"))
    organisations = models.PositiveIntegerField(both("新建单位", "new organisations"))
    statements = models.PositiveIntegerField(both("写入条数", "statements"))
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="takeovers")
    at = models.DateTimeField(both("时间", "time"))
    withdrawn_at = models.DateTimeField(both("撤回时间", "withdrawn"), null=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="takeovers_withdrawn")
    withdrawn_why = models.CharField(both("撤回理由", "why"), max_length=500, blank=True)

    def __str__(self) -> str:
        return self.file_name
