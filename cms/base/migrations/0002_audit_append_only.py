"""The database itself refuses to change or delete an audit event."""

from django.db import migrations

from cms.base import audit_triggers


def _run(statements):
    def run(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [("cms_base", "0001_initial")]

    operations = [
        migrations.RunPython(_run(audit_triggers.CREATE), _run(audit_triggers.DROP)),
    ]
