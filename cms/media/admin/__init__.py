"""Our screens of a photo or video in Wagtail's admin."""
