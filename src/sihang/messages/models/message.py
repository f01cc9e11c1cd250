"""Something that one person is told."""

from django.db import models

from sihang.accounts.models import Person
from sihang.bilingual import both
from sihang.messages.states import MAIL_STATE_WORDS, MailState


class Message(models.Model):
    """Both languages are kept as they were written: a later template does not change what was said."""

    recipient = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="inbox")
    kind = models.CharField(max_length=32)  # a Kind of kinds.py, which grows without a migration
    subject_zh = models.CharField(both("标题（中文）", "subject, Chinese"), max_length=300)
    subject_en = models.CharField(both("标题（英文）", "subject, English"), max_length=300)
    body_zh = models.TextField(both("正文（中文）", "text, Chinese"))
    body_en = models.TextField(both("正文（英文）", "text, English"))
    about_kind = models.CharField(max_length=64, blank=True)
    about_id = models.CharField(max_length=64, blank=True)
    written_at = models.DateTimeField(both("时间", "time"))
    read_at = models.DateTimeField(both("阅读时间", "read"), null=True, blank=True)
    mail_state = models.CharField(
        both("邮件", "mail"),
        max_length=16,
        choices=[(state.value, both(*words)) for state, words in MAIL_STATE_WORDS.items()],
    )
    mail_due_at = models.DateTimeField(null=True, blank=True)
    mail_failures = models.PositiveSmallIntegerField(default=0)
    mail_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mail_state__in=[state.value for state in MailState]), name="mail_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-written_at"], name="message_inbox"),
            models.Index(fields=["mail_state", "mail_due_at"], name="message_due"),
        ]

    def __str__(self) -> str:
        return self.subject_zh
