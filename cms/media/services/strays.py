"""Stored files that no row names: what a process left that died between storage and database.

The names of all files are read, a few thousand a round, in their order; the place where a round
stopped is in the cache. The folder of a private file names its owner, so that a round needs a
query a folder and no index on file names. Public names and those of signed forms tell nothing: the
columns that hold them have an index.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import chain, islice

from django.apps import apps
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import models, transaction
from django.utils import timezone

from cms.base.sql import Constant
from cms.media.listing import Listed, listed
from cms.media.models import (
    PUBLIC_FOLDER,
    Consent,
    Derivative,
    Original,
    Photo,
    PhotoRendition,
    ResumableState,
    ResumableUpload,
    Upload,
    Video,
    public_storage,
)
from cms.media.services.files import doom

log = logging.getLogger(__name__)
STRAYS_EVERY_S = 60
NAMES_A_ROUND = 2_000
# Long after whatever still writes has committed. Originals and signed forms cannot be made again:
# whoever restored an older database has so long to restore the newer one.
STRAY_AFTER = timedelta(days=1)
STRAY_ORIGINAL_AFTER = timedelta(days=30)
# Longer than any release takes; shorter than for private files, because anybody may read these.
STRAY_PUBLIC_AFTER = timedelta(hours=1)
_PLACE = "media:strays"
_PUBLIC_PLACE = "media:public-strays"

Keys = set[uuid.UUID]
# Given keys of owners and names of files below them, the names that rows have.
Named = Callable[[Keys, set[str]], Iterable[str]]


def _derivatives_of(kind: str) -> Named:
    def named(keys: Keys, names: set[str]) -> Iterable[str]:
        mine = Derivative.objects.filter(**{f"{kind}__public_id__in": keys})
        return mine.values_list("file", flat=True)

    return named


def _masters_of(model) -> Named:
    def named(keys: Keys, names: set[str]) -> Iterable[str]:
        return model.objects.filter(public_id__in=keys).values_list("file", flat=True)

    return named


def _renditions(keys: Keys, names: set[str]) -> Iterable[str]:
    mine = PhotoRendition.objects.filter(image__public_id__in=keys)
    return mine.values_list("file", flat=True)


def _forms(keys: Keys, names: set[str]) -> Iterable[str]:
    return _named_by(Consent._meta.get_field("evidence_file"), names)


def _originals(keys: Keys, names: set[str]) -> Iterable[str]:
    alone = Upload.objects.filter(original=None, file__in=names)
    shared = Original.objects.filter(name__in=names)
    return chain(
        shared.values_list("name", flat=True), alone.values_list("file", flat=True), _settling()
    )


def _settling() -> Iterator[str]:
    """Names that were committed before the file got them; its own row comes last."""
    checked = ResumableUpload.objects.filter(state=ResumableState.CHECKING)
    for kept in checked.values_list("kept", flat=True):
        if "settled" in kept:
            yield kept["settled"]["name"]


# In the order of their names.
_FOLDERS: dict[str, tuple[Named, timedelta]] = {
    "consents": (_forms, STRAY_ORIGINAL_AFTER),
    "derivatives/photo": (_derivatives_of("photo"), STRAY_AFTER),
    "derivatives/video": (_derivatives_of("video"), STRAY_AFTER),
    "masters/photo": (_masters_of(Photo), STRAY_AFTER),
    "masters/video": (_masters_of(Video), STRAY_AFTER),
    "originals": (_originals, STRAY_ORIGINAL_AFTER),
    "renditions/photo": (_renditions, STRAY_AFTER),
}


def sweep_strays() -> int:
    """Look at the next ``NAMES_A_ROUND`` private files and doom those that no row names; how many.

    Safe to run anywhere, any time; it begins again after the last one. At most two queries a
    folder, four for originals.
    """
    files = _next(_PLACE, _after)
    strays = [name for folder in _FOLDERS for name in _strays(folder, files)]
    _doom(strays, storage="default")
    return len(strays)


def sweep_public_strays() -> int:
    """The same for public copies: what a publisher left that died, or whose release was undone.

    One query a column that names public files, of whatever app.
    """
    files = _next(_PUBLIC_PLACE, _public_after)
    limit = timezone.now() - STRAY_PUBLIC_AFTER
    names = {file.name for file in files if file.changed_at < limit}
    strays = sorted(names.difference(*(_named_by(column, names) for column in public_columns())))
    _doom(strays, storage="public")
    return len(strays)


def public_columns() -> list[models.FileField]:
    """Every column of every app that names files of the public storage."""
    return [
        field
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.FileField)
        and field.deconstruct()[3].get("storage") is public_storage
    ]


def _named_by(column: models.FileField, names: set[str]) -> Iterable[str]:
    # The empty ones are left out as the column's index leaves them out.
    rows = column.model._base_manager.exclude(**{column.name: Constant("")})
    found = rows.filter(**{f"{column.name}__in": names})
    return found.values_list(column.name, flat=True) if names else ()


def _public_after(name: str) -> Iterator[Listed]:
    return listed(storages["public"], PUBLIC_FOLDER, after=name)


def _next(place: str, after: Callable[[str], Iterator[Listed]]) -> list[Listed]:
    """The files of this round; where it ends is kept at ``place``."""
    files = list(islice(after(cache.get(place, "")), NAMES_A_ROUND))
    cache.set(place, files[-1].name if len(files) == NAMES_A_ROUND else "", None)
    return files


def _doom(strays: list[str], *, storage: str) -> None:
    if strays:
        log.warning("%s stored files that no row names go, the first is %s", len(strays), strays[0])
        with transaction.atomic():
            doom(storage=storage, names=strays)


def _after(name: str) -> Iterator[Listed]:
    return chain.from_iterable(
        listed(storages["default"], folder, after=name)
        for folder in _FOLDERS
        # Those of earlier folders were looked at.
        if not name or name.startswith(f"{folder}/") or name < folder
    )


def _strays(folder: str, files: list[Listed]) -> list[str]:
    named, age = _FOLDERS[folder]
    limit = timezone.now() - age
    by_key: dict[uuid.UUID, list[str]] = {}
    for file in files:
        if file.name.startswith(f"{folder}/") and file.changed_at < limit:
            # Of the folder that it lies in, else its own.
            key = file.name.removeprefix(f"{folder}/").partition("/")[0].partition(".")[0]
            try:
                by_key.setdefault(uuid.UUID(hex=key), []).append(file.name)
            except ValueError:
                continue  # nothing that we put there
    if not by_key:
        return []
    names = {name for some in by_key.values() for name in some}
    return sorted(names - set(named(set(by_key), names)))
