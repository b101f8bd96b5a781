"""See :mod:`tests.prepared_database`."""

from django.db.backends.postgresql import creation

from tests.postgresql_backend import restoring
from tests.prepared_database import KeepsRows, fingerprint, one_maker


class DatabaseCreation(KeepsRows, creation.DatabaseCreation):
    def create_test_db(self, *args, **kwargs):
        # The one lock is taken once: whoever waited for the maker would wait for itself otherwise.
        # While one process copies the template, PostgreSQL refuses it to others.
        with one_maker(self.connection.vendor):
            has_template = self._has_template()
            if has_template:
                self.connection.settings_dict["TEST"]["TEMPLATE"] = self._template
            name = super().create_test_db(*args, **kwargs)
            if not has_template:
                with self.connection.cursor() as cursor:
                    cursor.execute(restoring.KEEP)
                self._keep_template(name)
        return name

    @property
    def _template(self) -> str:
        return f"sambang_migrated_{fingerprint()}"

    def _has_template(self) -> bool:
        with self._nodb_cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self._template])
            return cursor.fetchone() is not None

    def _keep_template(self, name: str) -> None:
        self.connection.close()  # a database that somebody uses cannot be copied
        quote = self.connection.ops.quote_name
        with self._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {quote(self._template)} TEMPLATE {quote(name)}")
