"""A file that somebody handed in for an organisation."""

from django.db import models

from sihang.accounts.models import Person
from sihang.bilingual import both
from sihang.documents.filetypes import FileType
from sihang.documents.states import DOCUMENT_STATE_WORDS, DocumentState


class Document(models.Model):
    """The content lies in the vault under a random name; here is what is known of it."""

    uscc = models.CharField(both("所属单位", "organisation"), max_length=18)
    name = models.CharField(both("文件名", "name"), max_length=120)
    kind = models.CharField(
        both("类型", "type"), max_length=8, choices=[(each.value, each.upper()) for each in FileType]
    )
    size_bytes = models.PositiveIntegerField(both("大小（字节）", "size in bytes"))
    pages = models.PositiveIntegerField(both("页数", "pages"))
    sha256 = models.CharField("SHA-256", max_length=64)
    stored_as = models.CharField(max_length=64, unique=True)
    state = models.CharField(
        both("状态", "state"),
        max_length=16,
        choices=[(state.value, both(*words)) for state, words in DOCUMENT_STATE_WORDS.items()],
        default=DocumentState.QUARANTINED.value,
    )
    scanned_by = models.CharField(both("查毒方式", "scanned by"), max_length=100, blank=True)
    found = models.CharField(both("发现", "found"), max_length=200, blank=True)
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    uploaded_at = models.DateTimeField(both("上传时间", "handed in"))

    class Meta:
        constraints = [
            # A second click, and a second try after a lost connection, must not make a second document.
            models.UniqueConstraint(fields=["uscc", "sha256"], name="one_document_of_each_content"),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in DocumentState]), name="document_state_known"
            ),
        ]
        indexes = [models.Index(fields=["state", "uploaded_at"], name="document_waiting")]

    def __str__(self) -> str:
        return self.name
