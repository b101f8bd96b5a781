"""The permission matrix: ``matrix`` says what a row is, ``rows_<app>`` hold each app's rows."""
