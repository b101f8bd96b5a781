"""Derivatives: stored privately when made, copied to the public storage while something published
uses them.

Who uses a photo is a row (``PublicUse``): pass ``used_by`` (for a page: ``"story:<uuid>"``) so
that withdrawing one page leaves the picture on another one that is still public.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from django.core.files.base import File
from django.db import transaction

from cms.base.workflow import lock
from cms.media import catalogue, films, pictures
from cms.media.models import (
    CAPTIONS_TYPE,
    STREAM_PRESET,
    CleanFile,
    Derivative,
    Photo,
    PublicUse,
    Video,
    derivative_name,
)
from cms.media.services.files import doom


def make_public(
    *, photo: Photo | None = None, video: Video | None = None, used_by: str = ""
) -> list[str]:
    """Copy every derivative to the public storage, under random names; return the new ones.
    Idempotent.

    Does not ask whether it may be published: ``permissions.publishable`` does, and whoever asked
    before asks again afterwards. From here on the row is locked until the transaction ends, so
    that a consent or mark either stands by then or finds this use. A film that awaits its
    redaction is only written down, and copied when that is burnt in. Side effects: a
    ``PublicUse`` row, files.
    """
    owner = _owner(photo, video)
    with transaction.atomic():
        owner = _held(owner)
        PublicUse.objects.bulk_create([PublicUse(**owner, used_by=used_by)], ignore_conflicts=True)
        copies = _copy_out(owner)
        _tell(owner)
    _forget_read(photo or video)
    return copies


def make_private(
    *,
    photo: Photo | None = None,
    video: Video | None = None,
    used_by: str = "",
    everywhere: bool = False,
) -> None:
    """``used_by`` no longer needs it public; without any use left, the public copies go.

    ``everywhere`` forgets all uses (a withdrawn consent). The files are deleted after commit, and
    by the sweeper after a crash. Idempotent.
    """
    owner = _owner(photo, video)
    with transaction.atomic():
        owner = _held(owner)
        uses = PublicUse.objects.filter(**owner)
        (uses if everywhere else uses.filter(used_by=used_by)).delete()
        if not PublicUse.objects.filter(**owner).exists():
            _take_back(Derivative.objects.filter(**owner).exclude(public_file=""))
        _tell(owner)
    _forget_read(photo or video)


def hold_back(*, video: Video) -> None:
    """No file of ``video`` is public from now on until ``video.awaits_redaction`` is taken back;
    who uses it stays written down. In a transaction, with ``video`` locked; saves it."""
    video.awaits_redaction = True
    video.save(update_fields=["awaits_redaction"])
    _take_back(Derivative.objects.filter(video=video).exclude(public_file=""))
    _forget_read(video)


def is_public(*, photo: Photo | None = None, video: Video | None = None) -> bool:
    """Whether something published uses it."""
    return PublicUse.objects.filter(**_owner(photo, video)).exists()


def _owner(photo: Photo | None, video: Video | None) -> dict[str, object]:
    if (photo is None) == (video is None):
        raise ValueError("name one photo or one video")
    return {"photo": photo, "video": video}


def _held(owner: dict[str, object]) -> dict[str, object]:
    """The photo or video, locked, as it is now: a release and a redaction of it must not
    overlap."""
    return {
        kind: thing and lock(type(thing).objects.all(), pk=thing.pk)
        for kind, thing in owner.items()
    }


def _tell(owner: dict[str, object]) -> None:
    catalogue.changed(**{f"{kind}s": [thing.pk] for kind, thing in owner.items() if thing})


def _forget_read(thing) -> None:
    getattr(thing, "_prefetched_objects_cache", {}).pop("derivatives", None)


def copy_out(*, photo: Photo | None = None, video: Video | None = None) -> None:
    """Copy to the public storage what was added to a photo or video in public use. Locked by the
    caller."""
    _copy_out(_owner(photo, video))
    _forget_read(photo or video)


def _copy_out(owner: dict[str, object]) -> list[str]:
    if owner["video"] and owner["video"].awaits_redaction:
        return []
    copies: list[str] = []
    rows = sorted(Derivative.objects.filter(**owner), key=_parts_before_playlists)
    public_names: dict[str, str] = {}
    for row in rows:
        if not row.public_file:
            with row.file.storage.open(row.file.name, "rb") as private:
                copy = _playlist(private, public_names) if row.is_playlist else File(private)
                # The name is made afresh: nothing public tells the private one.
                row.public_file.save(row.file.name, copy, save=False)
            row.save(update_fields=["public_file"])
            copies.append(row.public_file.name)
        if row.is_part_of_stream:
            name = row.public_file.name
            public_names[PurePosixPath(row.file.name).name] = _from_a_neighbour(name)
    return copies


def _parts_before_playlists(row: Derivative) -> tuple[bool, bool, int]:
    return row.is_playlist, row.preset == STREAM_PRESET, row.pk


def _from_a_neighbour(name: str) -> str:
    """``m/ab/abc.m4s`` as a playlist in another folder of ``m/`` says it."""
    return f"../{PurePosixPath(name).parent.name}/{PurePosixPath(name).name}"


def _playlist(private, public_names: dict[str, str]) -> CleanFile:
    return CleanFile(films.renamed(private.read().decode(), public_names).encode())


def _take_back(rows) -> None:
    names = list(rows.values_list("public_file", flat=True))
    doom(storage="public", names=names)
    rows.update(public_file="")


def store(
    *, names: list[str], photo: Photo | None = None, video: Video | None = None, made: Iterable
) -> list[Derivative]:
    """Write ``made`` (``pictures.Encoded``) to private storage; return unsaved rows.

    The photo or video may be unsaved too: its ``public_id`` is enough. Each stored name is added
    to ``names`` at once, for ``files.discarded_on_error``.
    """
    rows = []
    kind, thing = ("photo", photo) if photo is not None else ("video", video)
    for item in made:
        row = Derivative(
            preset=item.preset,
            content_type=item.content_type,
            width=item.width,
            height=item.height,
            byte_count=len(item.data),
        )
        storage = row.file.storage
        name = folder_name(kind, thing, f"x.{item.extension}")
        row.file.name = storage.save(name, CleanFile(item.data))
        names.append(row.file.name)
        rows.append(row)
    return rows


def folder_name(kind: str, thing: Photo | Video, filename: str) -> str:
    """A fresh private name in the folder of ``thing``'s derivatives."""
    return derivative_name(_Owned(kind, thing), filename)


class _Owned:
    """What ``derivative_name`` reads of a derivative whose owner is not saved yet."""

    def __init__(self, kind: str, thing: Photo | Video):
        self.photo_id = thing.public_id if kind == "photo" else None
        self.photo = self.video = thing


def store_file(*, names: list[str], video: Video, path: Path, **columns) -> Derivative:
    """Write the file at ``path`` to private storage; return its unsaved row (``columns``)."""
    row = Derivative(byte_count=path.stat().st_size, **columns)
    with path.open("rb") as file:
        name = folder_name("video", video, f"x{path.suffix}")
        row.file.name = row.file.storage.save(name, File(file))
    names.append(row.file.name)
    return row


def store_text(
    *, names: list[str], video: Video, text: str, extension: str, **columns
) -> Derivative:
    """Write ``text`` (a playlist, captions) to private storage; return its unsaved row."""
    data = text.encode()
    row = Derivative(byte_count=len(data), **columns)
    name = folder_name("video", video, f"x.{extension}")
    row.file.name = row.file.storage.save(name, CleanFile(data))
    names.append(row.file.name)
    return row


def replace(
    *, rows: list[Derivative], photo: Photo | None = None, video: Video | None = None
) -> None:
    """Put ``rows`` in place of all derivatives of a saved photo or video, in one transaction.

    Old files, private and public, are doomed; what is in public use is made public again. Captions
    stay: somebody wrote them.
    """
    owner = _owner(photo, video)
    with transaction.atomic():
        owner = _held(owner)
        old = Derivative.objects.filter(**owner).exclude(content_type=CAPTIONS_TYPE)
        old.delete()  # receivers doom the files
        for row in rows:
            row.photo, row.video = photo, video
        Derivative.objects.bulk_create(rows)
        if PublicUse.objects.filter(**owner).exists():
            _copy_out(owner)
    _forget_read(photo or video)


def photo_files(photo_file: pictures.Encoded) -> CleanFile:
    """The master as content that ``Photo.file`` takes without cleaning it again."""
    return CleanFile(photo_file.data)
