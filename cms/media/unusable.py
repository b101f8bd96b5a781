"""A file that can never be used, whatever is tried. Pure: no Django in here."""

from __future__ import annotations


class Unusable(Exception):
    """It is the file's fault; ``code`` says why (``services.steps.reasons`` has the sentences)."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code
