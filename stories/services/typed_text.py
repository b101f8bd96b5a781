"""What people type, as a database column takes it."""


def printable(text: str, *, keep: str = "") -> str:
    """``text`` with spaces for lone surrogates and control characters, but those in ``keep``."""
    return "".join(
        char if char in keep or (char >= " " and not "\ud800" <= char <= "\udfff") else " "
        for char in text
    )


def one_line(text: str) -> str:
    """``text`` printable, with single spaces."""
    return " ".join(printable(text).split())
