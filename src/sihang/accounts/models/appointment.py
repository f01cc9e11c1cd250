"""What a person is at the office."""

from django.db import models

from sihang.accounts.models.person import Person
from sihang.accounts.states import ROLE_WORDS, Role
from sihang.bilingual import both


class Desk(models.Model):
    """A part of the office that handles its own calls."""

    code = models.SlugField(both("代码", "code"), unique=True)
    name_zh = models.CharField(both("中文名称", "Chinese name"), max_length=100)
    name_en = models.CharField(both("英文名称", "English name"), max_length=100)

    def __str__(self) -> str:
        return self.name_zh


class Appointment(models.Model):
    """A role, at one desk or at the whole office. It is ended, never deleted."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(
        both("角色", "role"), max_length=32, choices=[(role.value, both(*words)) for role, words in ROLE_WORDS.items()]
    )
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments")
    since = models.DateTimeField(both("自", "since"))
    ended_at = models.DateTimeField(both("至", "until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "desk"],
                condition=models.Q(ended_at__isnull=True),
                name="one_appointment_at_a_desk",
            ),
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=models.Q(ended_at__isnull=True, desk__isnull=True),
                name="one_appointment_at_the_office",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="appointment_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {Role(self.role)}"
