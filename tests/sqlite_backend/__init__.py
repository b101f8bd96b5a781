"""Django's SQLite backend for the tests: a test database is a copy of a migrated one, before the
tests and after each that commits."""
