"""A key with which a program acts for a person."""

from django.db import models

from sihang.accounts.models.person import Person
from sihang.bilingual import both


class ApiToken(models.Model):
    """Only a digest of the token is kept. `public_id` finds the row; the secret part is compared in constant time."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(both("用途", "what for"), max_length=100)
    public_id = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(both("权限范围", "scopes"))
    created_at = models.DateTimeField(both("创建时间", "made"))
    expires_at = models.DateTimeField(both("有效期至", "expires"))
    revoked_at = models.DateTimeField(both("撤销时间", "revoked"), null=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.public_id})"
