"""See the package's docstring."""

import sqlite3
from contextlib import closing

from django.db.backends.sqlite3 import base, operations

from tests.prepared_database import template_file
from tests.sqlite_backend.creation import DatabaseCreation


class DatabaseOperations(operations.DatabaseOperations):
    def execute_sql_flush(self, sql_list):
        # Page by page, below triggers and constraints; other connections see one commit.
        self.connection.ensure_connection()
        with closing(sqlite3.connect(template_file())) as template:
            template.backup(self.connection.connection)


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation
    ops_class = DatabaseOperations
