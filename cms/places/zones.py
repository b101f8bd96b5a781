"""Which of Indonesia's three clocks a place keeps, by the province in its code."""

WEST, CENTRAL, EAST = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"

# Keputusan Presiden 41/1987, with the provinces made since.
_CENTRAL = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}
_EAST = {"81", "82", "91", "92", "93", "94", "95", "96", "97"}


def zone_of(region_code: str) -> str:
    """Zone name of the place ``region_code`` (``63.01…`` → Asia/Makassar); west when unknown."""
    province = region_code[:2]
    if province in _CENTRAL:
        return CENTRAL
    return EAST if province in _EAST else WEST
