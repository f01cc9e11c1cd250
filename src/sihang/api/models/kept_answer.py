"""The answer to a write that a caller may send again."""

from django.conf import settings
from django.db import models


class KeptAnswer(models.Model):
    """Written in the transaction of the write: there is an answer exactly where something was done."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=255)
    asked = models.CharField(max_length=64)
    """SHA-256 of method, address and body."""
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_answer_for_each_key")]

    def __str__(self) -> str:
        return self.key
