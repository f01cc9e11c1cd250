"""A person who can sign in."""

from functools import cached_property
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from sihang.accounts.states import MandateKind, Role
from sihang.bilingual import both


class People(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=username)


class Person(AbstractBaseUser):
    """Whoever signs in. What they may do is said by mandates and appointments, never by a flag here."""

    username = models.CharField(both("账号", "account"), max_length=150, unique=True)
    name = models.CharField(both("姓名", "name"), max_length=100)
    email = models.EmailField(both("电子邮箱", "e-mail"), blank=True)
    is_active = models.BooleanField(both("可登录", "may sign in"), default=True)
    password_is_one_time = models.BooleanField(both("须改密码", "must change the password"), default=False)
    joined_at = models.DateTimeField(both("开户时间", "since"), default=timezone.now)

    objects = People()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        # "neu" and "NEU" read as one person in a list, and in the journal.
        constraints = [models.UniqueConstraint(Lower("username"), name="one_account_of_each_name")]

    def __str__(self) -> str:
        return f"{self.name} ({self.username})"

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Today's roles at the office; read once for each object, so once for each request."""
        return frozenset(Role(each.role) for each in self.appointments.all() if each.ended_at is None)

    @cached_property
    def acts_for(self) -> dict[str, MandateKind]:
        """Today's organisations by USCC."""
        return {each.uscc: MandateKind(each.kind) for each in self.mandates.all() if each.ended_at is None}
