"""Screens of this app in Wagtail's admin."""
