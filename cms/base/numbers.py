"""Numbers in what strangers send."""

DIGITS_MAX = 18  # so many fit every column of the database


def number_in(text: str, *, otherwise: int = 0) -> int:
    """The whole number that ``text`` writes with ASCII digits, as keys and lengths are written;
    ``otherwise`` for anything else and for what is too large for any of them."""
    is_number = len(text) <= DIGITS_MAX and text.isascii() and text.isdigit()
    return int(text) if is_number else otherwise
