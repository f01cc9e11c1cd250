"""One thing that can be found; its grams lie in `search_grams`, which each database keeps in its own way (`index.py`)."""

from django.db import models


class Entry(models.Model):
    """Title and text in both languages. `level_*` is what a question is compared with (`grams.level`)."""

    kind = models.CharField(max_length=16)  # an EntryKind
    key = models.CharField(max_length=100)
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    body_zh = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    level_title = models.TextField()
    level_text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_entry_for_each_thing")]

    def __str__(self) -> str:
        return self.title_zh
