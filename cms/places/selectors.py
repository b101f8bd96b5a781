"""Reading of places and units."""

from django.db.models import Q

from cms.places.models import Unit


def within(field: str, path: str) -> Q:
    """Rows whose ``field`` holds the unit path ``path`` or one below it, as an index range.

    The upper bound is the next sibling's path, so that it holds in any database collation.
    """
    return Q(**{f"{field}__gte": path, f"{field}__lt": Unit._inc_path(path)})
