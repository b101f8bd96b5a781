"""See the package's docstring."""

from django.db.backends.postgresql import base

from tests.postgresql_backend.creation import DatabaseCreation


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation
