"""Django's PostgreSQL backend for the tests: a test database is a copy of a migrated one, and made
the same again after each test that commits."""
