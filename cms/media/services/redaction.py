"""Making people unrecognisable: burnt into new pixels, from the original, which stays as it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Conflict, Invalid
from cms.base.versions import Overtaken
from cms.base.workflow import lock
from cms.media import pictures
from cms.media.announcements import MediaChange, announce, users_of
from cms.media.models import FaceState, Photo, Redaction, Upload, Video
from cms.media.permissions import may_handle
from cms.media.selectors import hidden_boxes, redaction_version
from cms.media.services import derivatives
from cms.media.services.faces import (
    decide_faces,
    read_decisions,
    settle_faces,
    with_confirmed,
)
from cms.media.services.files import discarded_on_error, doom
from cms.media.services.uploads import audit_chain
from cms.media.services.words import only_more, redaction_overtaken, require_ready

BOXES_MAX = 50
SIDE_MIN = 0.005
ROUNDED = 0.0006
CHANGED = ("file", "width", "height", "file_size", "file_hash", "is_redacted", "placeholder")


def read_boxes(raw: Iterable[Sequence[float]], *, most: int = BOXES_MAX) -> list[pictures.Box]:
    """Check at most ``most`` boxes ``[x, y, width, height]`` in shares of the picture; cut to it.

    Raises Invalid.
    """
    boxes = []
    for item in raw:
        if len(boxes) == most:
            raise Invalid(_("Paling banyak %(count)s bidang.") % {"count": most})
        try:
            x, y, width, height = (float(number) for number in item)
        except (TypeError, ValueError):
            raise Invalid(_("Bidang penyamaran tidak terbaca.")) from None
        if not all(math.isfinite(number) for number in (x, y, width, height)):
            raise Invalid(_("Bidang penyamaran tidak terbaca."))
        left, top = min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
        right, bottom = min(x + width, 1.0), min(y + height, 1.0)
        if right - left < SIDE_MIN or bottom - top < SIDE_MIN:
            raise Invalid(_("Ada bidang yang terlalu kecil atau di luar gambar."))
        boxes.append(pictures.Box(left, top, right - left, bottom - top))
    return boxes


def redact(
    *,
    actor,
    photo: Photo,
    boxes: Iterable[Sequence[float]],
    decisions: Mapping[int, str] | None = None,
    seen_version: str | None = None,
) -> Redaction:
    """Make ``boxes`` of ``photo`` unrecognisable in a new master and all new derivatives.

    Always starts from the original, so the boxes given are all that is hidden afterwards; an empty
    list takes the redaction back. Where the original is gone it starts from the master: then what
    is hidden already has to be among the boxes, others may be added. ``decisions``, by key of
    the proposal, say which faces to hide as well and which need not be. ``seen_version`` is that
    of the redaction that was seen (``selectors.redaction_version``); None: none was. Public copies
    are replaced in the same transaction. Raises Refused, Invalid, Conflict, Overtaken.
    """
    may_handle(actor, photo).require()
    require_seen(photo, seen_version)  # and once more at the end, under the lock
    said = read_decisions(decisions or {})
    wanted = read_boxes(with_confirmed(photo, shares(read_boxes(boxes)), said))
    upload = Upload.objects.filter(photo=photo).exclude(file="").first()
    require_ready(upload)
    source = upload.file if upload else photo.file
    if upload is None and not _all_covered(hidden_boxes(photo), wanted):
        raise Conflict(only_more())
    seen_master = photo.file.name
    try:
        with source.storage.open(source.name, "rb") as file:
            picture, _taken_at = pictures.decode(file)
    except pictures.Unreadable:
        raise Conflict(_("Foto aslinya tidak dapat dibaca.")) from None
    hidden = pictures.obscure(picture, wanted)
    master, *sizes = pictures.derive(hidden)
    with discarded_on_error() as names:
        rows = derivatives.store(names=names, photo=photo, made=sizes)
        with transaction.atomic():
            current = lock(Photo.objects.all(), pk=photo.pk)
            require_seen(current, seen_version)
            if current.file.name != seen_master:
                raise Conflict(_("Foto ini baru saja diubah orang lain. Muat ulang halamannya."))
            current.file.save("master.jpg", derivatives.photo_files(master), save=False)
            names.append(current.file.name)
            current.is_redacted = bool(wanted)
            current.placeholder = pictures.placeholder(hidden)
            current.save(update_fields=CHANGED)
            current.renditions.all().delete()
            doom(storage="default", names=[seen_master])
            was_public = derivatives.is_public(photo=current)
            derivatives.replace(photo=current, rows=rows)
            redaction = Redaction.objects.create(
                photo=current,
                made_by=actor,
                boxes=[[round(n, 5) for n in (b.x, b.y, b.width, b.height)] for b in wanted],
            )
            counts = settle_faces(actor=actor, photo=current, boxes=redaction.boxes, decisions=said)
            audit.append(
                actor=actor,
                verb="media.redacted",
                target=current,
                data={"boxes": redaction.boxes, "faces": counts},
                chain=audit_chain(current.public_id),
            )
            if was_public:
                users = users_of(photo=current)
                announce(MediaChange("redacted", photo=current, actor=actor, users=users))
    photo.refresh_from_db()
    return redaction


def change_redaction(
    *,
    actor,
    photo: Photo,
    boxes: Iterable[Sequence[float]],
    decisions: Mapping[int, str],
    seen_version: str | None = None,
) -> Redaction | None:
    """What the editor sends: :func:`redact`, or, where ``boxes`` are those that hold already,
    only what is said about faces (None). Raises Refused, Invalid, Conflict, Overtaken."""
    wanted = read_boxes(boxes)
    held = hidden_boxes(photo)
    hides_more = FaceState.CONFIRMED in decisions.values() and with_confirmed(
        photo, shares(wanted), decisions
    ) != shares(wanted)
    if hides_more or not _alike(wanted, held):
        return redact(
            actor=actor,
            photo=photo,
            boxes=shares(wanted),
            decisions=decisions,
            seen_version=seen_version,
        )
    with transaction.atomic():
        require_seen(lock(Photo.objects.all(), pk=photo.pk), seen_version)
        decide_faces(actor=actor, photo=photo, decisions=decisions)
    return None


def require_seen(thing: Photo | Video, seen_version: str | None) -> None:
    """Raises Overtaken when ``thing`` is not redacted as somebody saw it (None: nobody did)."""
    if seen_version not in (None, redaction_version(thing)):
        raise Overtaken(redaction_overtaken())


def _all_covered(held: list[pictures.Box], wanted: list[pictures.Box]) -> bool:
    """Whether each of ``held`` lies in one of ``wanted``, but for what is rounded away."""
    return all(
        any(
            other.x <= box.x + ROUNDED
            and other.y <= box.y + ROUNDED
            and other.x + other.width >= box.x + box.width - ROUNDED
            and other.y + other.height >= box.y + box.height - ROUNDED
            for other in wanted
        )
        for box in held
    )


def shares(boxes: Iterable[pictures.Box]) -> list[tuple[float, float, float, float]]:
    """Boxes as plain numbers."""
    return [(box.x, box.y, box.width, box.height) for box in boxes]


def with_boxes(
    boxes: Sequence[Sequence[float]], others: Iterable[Sequence[float]]
) -> list[Sequence[float]]:
    """``boxes``, and those of ``others`` that lie elsewhere, but for what is rounded away."""
    known = [pictures.Box(*box) for box in boxes]
    return [*boxes, *(box for box in others if not _all_covered([pictures.Box(*box)], known))]


def _alike(some: list[pictures.Box], others: list[pictures.Box]) -> bool:
    """Whether they are the same but for what the editor's per cent round away."""
    return len(some) == len(others) and all(
        abs(one - other) < ROUNDED
        for box, twin in zip(shares(some), shares(others), strict=True)
        for one, other in zip(box, twin, strict=True)
    )
