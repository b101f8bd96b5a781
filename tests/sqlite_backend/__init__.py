"""Django's SQLite backend for the tests: emptying all tables may empty the audit table too.

Between transactional tests Django empties every table with DELETE, which our append-only trigger
refuses, as it should. On PostgreSQL it uses TRUNCATE, which row triggers do not see.
"""
