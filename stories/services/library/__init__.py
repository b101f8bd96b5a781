"""The media library: its rows, what is done to many at once, and where each thing lies."""
