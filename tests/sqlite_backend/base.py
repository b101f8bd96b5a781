"""See the package's docstring."""

from django.db.backends.sqlite3 import base, operations

from cms.base import audit_triggers
from tests.sqlite_backend.creation import DatabaseCreation


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(self, style, tables, **options):
        statements = super().sql_flush(style, tables, **options)
        if audit_triggers.TABLE not in tables:
            return statements
        return [*audit_triggers.DROP["sqlite"], *statements, *audit_triggers.CREATE["sqlite"]]


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation
    ops_class = DatabaseOperations
