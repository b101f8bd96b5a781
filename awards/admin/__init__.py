"""The award office in the Wagtail admin."""
