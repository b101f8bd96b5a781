"""One Wagtail collection a unit, made when the unit's first photo or film arrives."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from wagtail.models import Collection

from cms.places.models import Unit
from stories.models import UnitCollection

NAME_MAX = 255


def collections_of(unit_paths: Iterable[str]) -> dict[str, int]:
    """The key of each unit's collection, by unit path; made where missing, below the collection of
    the unit above. Unknown paths are left out. One query when all are there.
    """
    wanted = {path for path in unit_paths if path}
    if not wanted:
        return {}
    found = dict(
        UnitCollection.objects.filter(unit__path__in=wanted).values_list(
            "unit__path", "collection_id"
        )
    )
    for path in sorted(wanted - found.keys()):
        made = _collection(path)
        if made is not None:
            found[path] = made.pk
    return found


def _collection(path: str) -> Collection | None:
    """The collection of the unit at ``path``, with those above it."""
    above = [path[:end] for end in range(Unit.steplen, len(path) + 1, Unit.steplen)]
    collection = None
    for unit in Unit.objects.filter(path__in=above).order_by("path"):
        link = UnitCollection.objects.filter(unit=unit).select_related("collection").first()
        if link is None:
            parent = collection or Collection.get_first_root_node()
            link = _make(unit, parent)
        collection = link.collection
    return collection


def _make(unit: Unit, parent: Collection) -> UnitCollection:
    try:
        with transaction.atomic():
            fresh = Collection.objects.get(pk=parent.pk)  # its count of children may be old
            collection = fresh.add_child(name=unit.name[:NAME_MAX])
            return UnitCollection.objects.create(unit=unit, collection=collection)
    except IntegrityError:
        # Somebody made it, or a sister of it, at the same moment.
        link = UnitCollection.objects.filter(unit=unit).select_related("collection").first()
        if link is None:
            raise
        return link


def unit_paths_of(collection_ids: Iterable[int]) -> dict[int, str]:
    """The unit path of each of these collections that is a unit's. One query."""
    links = UnitCollection.objects.filter(collection__in=set(collection_ids))
    return dict(links.values_list("collection_id", "unit__path"))
