"""That a document was read, and what of it was not."""

from django.db import models

from sihang.bilingual import both
from sihang.documents.models.document import Document


class Reading(models.Model):
    """One for each clean document. The words themselves are not kept: the document is."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="reading")
    read_at = models.DateTimeField(both("读取时间", "read"))
    pages_read = models.PositiveIntegerField(both("已读页数", "pages read"))
    pages_recognised = models.PositiveIntegerField(both("由图像识别的页数", "pages recognised from pictures"))
    gaps = models.JSONField(both("未读部分", "not read"), default=list)

    def __str__(self) -> str:
        return str(self.document)
