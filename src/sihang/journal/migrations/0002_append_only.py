"""The database itself refuses to change or remove what the journal holds, whoever asks.

An empty table may be truncated: that removes nothing.
"""

from django.db import migrations

from sihang.journal.append_only import forbid, permit


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: forbid(schema_editor.connection),
            lambda apps, schema_editor: permit(schema_editor.connection),
        )
    ]
