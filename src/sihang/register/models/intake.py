"""A workbook that an officer handed in, before it is taken over."""

from django.db import models

from sihang.accounts.models import Person
from sihang.bilingual import both
from sihang.register.history import Source
from sihang.register.models.takeover import Takeover
from sihang.register.sheets import SheetKind
from sihang.register.states import IntakeState

OF_ONE_HEADER = {"unknown-key", "bad-year", "wrong-unit", "key-twice", "wrong-type"}
"""Problems that a column has as a whole."""


class Intake(models.Model):
    """The file lies in the vault; here is what was found in it. It states nothing until it is taken over."""

    kind = models.CharField(
        both("内容", "of what"), max_length=16, choices=[(kind.value, both(*kind.words)) for kind in SheetKind]
    )
    file_name = models.CharField(both("文件", "file"), max_length=120)
    stored_as = models.CharField(max_length=64)
    source = models.CharField(
        both("来源", "source"), max_length=16, choices=[(source.value, both(*source.words)) for source in Source]
    )
    named = models.CharField(both("来源名称", "which one"), max_length=200, blank=True)
    state = models.CharField(
        both("状态", "state"), max_length=8, default=IntakeState.WAITING.value,
        choices=[(state.value, both(*state.words)) for state in IntakeState],
    )  # fmt: skip
    left_out = models.JSONField(both("不导入的列", "columns left out"), default=list)
    rows = models.PositiveIntegerField(both("行数", "rows"), default=0)
    statements = models.PositiveIntegerField(both("将写入条数", "statements to write"), default=0)
    columns = models.JSONField(default=list)
    """Of each header: `header`, `zh` and `en` of what it was taken for (empty: not taken over), `year`."""
    problems = models.PositiveIntegerField(both("问题数", "problems"), default=0)
    first_problems = models.JSONField(default=list)
    """Of the first: `row` (from 0, or null), `place`, `column`, `value`, `code`, `zh`, `en`."""
    problems_stored_as = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="intakes")
    at = models.DateTimeField(both("时间", "time"))
    takeover = models.OneToOneField(Takeover, on_delete=models.PROTECT, null=True, related_name="intake")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=list(IntakeState)), name="intake_state_known"),
        ]
        indexes = [models.Index(fields=["state"], name="intake_waiting")]

    def columns_to_leave_out(self) -> list[str]:
        """Headers that stand in the way, and without which the rest can be read."""
        general = (each for each in self.first_problems if each["row"] is None)
        return sorted({each["column"] for each in general if each["code"] in OF_ONE_HEADER})

    def __str__(self) -> str:
        return self.file_name
