"""``/api/v1/uploads/``: files in pieces, by the tus protocol 1.0.0."""
