"""The password of everybody in the tests."""

PASSWORD = "sandi-lapangan-2026"
