"""One line of the journal."""

import secrets

from django.db import models

from sihang.bilingual import both


def new_salt() -> str:
    """32 hex digits, so that nobody can guess a neighbour's event from the digests in a receipt."""
    return secrets.token_hex(16)


class Event(models.Model):
    """What was done. Names are copied and nothing is a foreign key: it must outlive what it speaks of."""

    at = models.DateTimeField(both("时间", "time"))
    act = models.CharField(both("行为", "act"), max_length=64)
    actor_id = models.CharField(both("操作人编号", "actor's number"), max_length=40, blank=True)
    actor_name = models.CharField(both("操作人", "actor"), max_length=200)
    organisation = models.CharField(both("所代表的单位", "on behalf of"), max_length=18, blank=True)
    subject_kind = models.CharField(both("记录类别", "kind of record"), max_length=64)
    subject_id = models.CharField(both("记录编号", "number of the record"), max_length=64)
    subject_name = models.CharField(both("记录", "record"), max_length=200)
    before = models.JSONField(both("之前", "before"), null=True)
    after = models.JSONField(both("之后", "after"), null=True)
    origin = models.CharField(both("来源", "from where"), max_length=200)
    salt = models.CharField(max_length=32, default=new_salt)

    class Meta:
        indexes = [
            models.Index(fields=["at"], name="event_at"),
            models.Index(fields=["actor_id", "at"], name="event_actor"),
            models.Index(fields=["organisation", "at"], name="event_organisation"),
            models.Index(fields=["subject_kind", "subject_id"], name="event_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.act}"
