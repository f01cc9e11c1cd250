"""The table of grams, which each database keeps in its own way."""

from django.db import migrations

from sihang.search import index


def forwards(apps, schema_editor):
    index.create(schema_editor.connection)


def backwards(apps, schema_editor):
    index.destroy(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
