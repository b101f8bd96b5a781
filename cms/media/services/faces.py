"""Proposals of faces: found in the background, judged by a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Conflict, Invalid
from cms.base.jobs import enqueue_on_commit
from cms.base.workflow import lock
from cms.media import faces, focus, pictures
from cms.media.announcements import MediaChange, announce, users_of
from cms.media.models import FaceLook, FaceProposal, FaceState, Photo
from cms.media.permissions import may_handle
from cms.media.selectors import can_look_for_faces
from cms.media.services.uploads import audit_chain

SAME_FACE = 0.4  # shared area from which on two boxes are one face
COVERED = 0.75  # share of a face that must lie under the redaction
_GRID = 12


def look_for_faces(*, photo: Photo) -> int | None:
    """Look at the master of ``photo`` and keep what is found as proposals.

    Returns how many faces were found, or None when this installation cannot look.
    """
    if not can_look_for_faces():
        return None
    with photo.file.storage.open(photo.file.name, "rb") as file:
        picture, _taken_at = pictures.decode(file)
    found = faces.find(picture)
    note_faces(photo=photo, found=found)
    return len(found)


@transaction.atomic
def note_faces(*, photo: Photo, found: Sequence[faces.Face]) -> None:
    """Keep ``found`` as the proposals of ``photo``, beside what was decided about those that are
    still there. The first look gives a photo without one a focal point around all of them."""
    current = lock(Photo.objects.all(), pk=photo.pk)
    decided = [p for p in photo.face_proposals.all() if p.state != FaceState.PROPOSED]
    photo.face_proposals.filter(state=FaceState.PROPOSED).delete()
    FaceProposal.objects.bulk_create(
        FaceProposal(
            photo=photo,
            x=round(face.x, 5),
            y=round(face.y, 5),
            width=round(face.width, 5),
            height=round(face.height, 5),
            score=round(face.score, 3),
        )
        for face in found
        if not any(faces.overlap(face, _face(known)) >= SAME_FACE for known in decided)
    )
    _look, is_first = FaceLook.objects.update_or_create(
        photo=photo, defaults={"found_count": len(found)}
    )
    if is_first and found and focus.box_of(current) is None:
        _keep_in_every_crop(current, found)


def _keep_in_every_crop(photo: Photo, found: Sequence[faces.Face]) -> None:
    """Only at the first look: a focal point that a person took away stays away."""
    focus.point_at(
        photo, focus.around([(face.x, face.y, face.width, face.height) for face in found])
    )
    photo.save(update_fields=focus.COLUMNS)
    if users := users_of(photo=photo):
        announce(MediaChange("described", photo=photo, users=users))


def _face(proposal: FaceProposal) -> faces.Face:
    return faces.Face(*proposal.box, proposal.score)


def no_faces() -> str:
    """What people are told where the optional extra is missing."""
    return _("Pencari wajah tidak terpasang di server ini. Tandai wajah dengan tangan.")


def ask_for_faces(*, actor, photo: Photo) -> None:
    """Have the faces of ``photo`` looked for (again) in the background.

    Raises Refused; Conflict, in plain words, where the optional extra is not installed.
    """
    may_handle(actor, photo).require()
    if not can_look_for_faces():
        raise Conflict(no_faces())
    with transaction.atomic():
        enqueue_on_commit("cms.media.tasks.look_for_faces_of", photo.pk)


def read_decisions(raw: Mapping[int, str]) -> dict[int, str]:
    """Check what a person said about faces, by primary key. Raises Invalid."""
    if any(state not in FaceState.values for state in raw.values()):
        raise Invalid(_("Keputusan tentang wajah tidak terbaca."))
    return dict(raw)


def covered_share(box: Sequence[float], by: Iterable[Sequence[float]]) -> float:
    """How much of ``box`` lies under the boxes ``by`` together, 0 to 1, on a grid of points."""
    x, y, width, height = box
    veils = list(by)
    steps = [(number + 0.5) / _GRID for number in range(_GRID)]
    points = [(x + width * across, y + height * down) for across in steps for down in steps]
    hidden = sum(
        any(vx <= px <= vx + vw and vy <= py <= vy + vh for vx, vy, vw, vh in veils)
        for px, py in points
    )
    return hidden / len(points)


def settle_faces(
    *, actor, photo: Photo, boxes: Sequence[Sequence[float]], decisions: Mapping[int, str]
) -> dict[str, int]:
    """Bring every proposal of ``photo`` in line with ``boxes``, the redaction that holds now.

    Under a box it is confirmed; else it is what ``decisions`` says; a confirmed face that no box
    covers any more is open again. Returns how many are in each state. The caller holds the lock
    on the photo, answers for permission and writes the audit line.
    """
    now = timezone.now()
    changed, counts = [], dict.fromkeys(FaceState.values, 0)
    for proposal in photo.face_proposals.all():
        state = _state_under(proposal, boxes, decisions.get(proposal.pk))
        counts[state] += 1
        if state == proposal.state:
            continue
        proposal.state = state
        is_open = state == FaceState.PROPOSED
        proposal.decided_by = None if is_open else actor
        proposal.decided_at = None if is_open else now
        changed.append(proposal)
    FaceProposal.objects.bulk_update(changed, ["state", "decided_by", "decided_at"])
    return counts


def _state_under(proposal: FaceProposal, boxes, said: str | None) -> str:
    if covered_share(proposal.box, boxes) >= COVERED:
        return FaceState.CONFIRMED
    if said == FaceState.CONFIRMED or (said is None and proposal.state == FaceState.CONFIRMED):
        return FaceState.PROPOSED
    return said or proposal.state


def with_confirmed(
    photo: Photo, boxes: Sequence[Sequence[float]], decisions: Mapping[int, str]
) -> list[Sequence[float]]:
    """``boxes``, and a box for each face that was confirmed without one of them covering it."""
    wanted = list(boxes)
    confirmed = [key for key, said in decisions.items() if said == FaceState.CONFIRMED]
    for proposal in photo.face_proposals.filter(pk__in=confirmed):
        if covered_share(proposal.box, wanted) < COVERED:
            wanted.append(proposal.box)
    return wanted


@transaction.atomic
def decide_faces(*, actor, photo: Photo, decisions: Mapping[int, str]) -> None:
    """Say of faces that they need no redaction (or are open again) without drawing anything.

    Side effect: an audit event with numbers only. Raises Refused or Invalid.
    """
    may_handle(actor, photo).require()
    said = read_decisions(decisions)
    current = lock(Photo.objects.all(), pk=photo.pk)
    latest = current.redactions.order_by("-id").first() if current.is_redacted else None
    counts = settle_faces(
        actor=actor, photo=current, boxes=latest.boxes if latest else [], decisions=said
    )
    audit.append(
        actor=actor,
        verb="media.faces-decided",
        target=current,
        data=counts,
        chain=audit_chain(current.public_id),
    )
