"""See the package's docstring."""

from django.db.backends.postgresql import base, operations

from tests.postgresql_backend import restoring
from tests.postgresql_backend.creation import DatabaseCreation


class DatabaseOperations(operations.DatabaseOperations):
    def sql_flush(self, style, tables, **options):
        return [restoring.RESTORE]


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation
    ops_class = DatabaseOperations
