"""This app in the Wagtail admin: the desk, the story editor, the lists."""
