"""A test database is a copy of one that was migrated before."""

import os
import shutil
from contextlib import nullcontext
from pathlib import Path

from django.db.backends.sqlite3 import creation

from tests.prepared_database import KeepsRows, one_maker, template_file


class DatabaseCreation(KeepsRows, creation.DatabaseCreation):
    def create_test_db(self, *args, **kwargs):
        with nullcontext() if template_file().exists() else one_maker(self.connection.vendor):
            name = super().create_test_db(*args, **kwargs)
            if not template_file().exists():
                self._keep_template()
        return name

    def _create_test_db(self, verbosity, autoclobber, keepdb=False):
        name = super()._create_test_db(verbosity, autoclobber, keepdb)
        if template_file().exists() and not (keepdb and Path(name).exists()):
            # A run that was cut off leaves these: with another database they would be nonsense.
            for beside in ("-wal", "-shm"):
                Path(f"{name}{beside}").unlink(missing_ok=True)
            shutil.copyfile(template_file(), name)
        return name

    def _keep_template(self):
        unfinished = template_file().with_suffix(f".{os.getpid()}")
        with self.connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(unfinished)])
        unfinished.rename(template_file())
