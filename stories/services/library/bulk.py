"""One deed on many assets of the library, and taking it back.

Each asset is decided by itself: those outside the actor's units are left, and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.base import audit
from cms.base.errors import Conflict, Invalid
from cms.base.workflow import lock
from cms.media import catalogue
from cms.media.models import Photo, ProtectMark, Video
from cms.media.permissions import may_handle, may_handle_in
from cms.media.services.consent import set_mark
from cms.media.services.described import tell_pages
from cms.media.services.uploads import audit_chain
from stories.models import LibraryChange, MediaAsset
from stories.services.typed_text import one_line

AT_ONCE = 200
CREDIT_MAX, TAG_MAX = 200, 100


@dataclass(slots=True)
class Outcome:
    """How many were changed, and why others were left, by sentence; ``change_id`` can be undone."""

    done: int = 0
    left: dict[str, int] = field(default_factory=dict)
    change_id: UUID | None = None

    def leave(self, reason: str) -> None:
        """Count one that stays as it was, for ``reason``."""
        self.left[reason] = self.left.get(reason, 0) + 1


def add_tags(*, actor, assets: Sequence[MediaAsset], tags: Sequence[str]) -> Outcome:
    """Add ``tags`` to each of ``assets``. Can be undone. Raises Invalid without any."""
    wanted = [line for tag in tags if (line := one_line(tag))]
    if not wanted or max(map(len, wanted)) > TAG_MAX:
        raise Invalid(_("Tulis sedikitnya satu label, masing-masing paling panjang 100 huruf."))

    def add(thing: Photo | Video) -> list[str] | None:
        there = {tag.name.casefold() for tag in thing.tags.all()}
        new = [tag for tag in wanted if tag.casefold() not in there]
        thing.tags.add(*new)
        return new or None

    return _change(actor, assets, LibraryChange.Action.TAG, add, data={"tags": wanted})


class EmptiesCredits(Conflict):
    """No credit was written, so ``count`` assets would lose theirs: it must be said to be meant."""

    code = "empties-credits"

    def __init__(self, count: int):
        self.count = count
        words = ngettext(
            "Kolom kreditnya kosong: kredit pada %(count)s foto, film, atau rekaman akan dihapus.",
            "Kolom kreditnya kosong: kredit pada %(count)s foto, film, atau rekaman akan dihapus.",
            count,
        )
        super().__init__(words % {"count": count})


def set_credit(
    *, actor, assets: Sequence[MediaAsset], credit: str, may_empty: bool = False
) -> Outcome:
    """Give each of ``assets`` this credit line; empty takes it away. Can be undone. Raises
    EmptiesCredits when it would take any away, unless ``may_empty``."""
    wanted = one_line(credit)[:CREDIT_MAX]
    if not wanted and not may_empty:
        lost = sum(bool(asset.thing.credit) for asset in _mine(actor, assets, Outcome()))
        if lost:
            raise EmptiesCredits(lost)

    def put(thing: Photo | Video) -> dict | None:
        before = thing.credit
        if before == wanted:
            return None
        _put_credit(actor, thing, wanted)
        return {"was": before, "put": wanted}

    return _change(actor, assets, LibraryChange.Action.CREDIT, put, data={"credit": wanted})


def set_decorative(*, actor, assets: Sequence[MediaAsset]) -> Outcome:
    """Say of each photo that it only adorns and needs no words; films are left. Can be undone."""
    outcome = Outcome()
    photos = [asset for asset in assets if asset.photo_id]
    for _asset in range(len(assets) - len(photos)):
        outcome.leave(_("Hanya foto yang dapat ditandai hiasan."))

    def mark(thing: Photo | Video) -> dict | None:
        if thing.is_decorative:
            return None
        before = {"alt_text": thing.alt_text, "is_decorative": False}
        _put_words(actor, thing, alt_text="", is_decorative=True)
        return before

    return _change(actor, photos, LibraryChange.Action.DECORATIVE, mark, outcome=outcome)


@transaction.atomic
def mark_all(*, actor, assets: Sequence[MediaAsset], mark: str) -> Outcome:
    """Say of each of ``assets`` whom publishing it could hurt; empty takes the mark away.

    Each mark is audited by itself and told to the pages that show the picture, so there is no
    undoing in one press. Raises Invalid for an unknown mark.
    """
    if mark not in ProtectMark.values:
        raise Invalid(_("Pilihan “yang dilindungi” tidak dikenal."))
    outcome = Outcome()
    with catalogue.together():
        for asset in _mine(actor, assets, outcome):
            set_mark(actor=actor, mark=mark, **{asset.media_kind: asset.thing})
            outcome.done += 1
    return outcome


@transaction.atomic
def undo(*, actor, change_id: UUID) -> int:
    """Take back a deed of ``actor``'s own, once; return how many assets are as they were.

    What somebody changed again since stays as they left it. Raises Missing, Conflict.
    """
    change = lock(LibraryChange.objects.filter(actor=actor), pk=change_id)
    if change.undone_at is not None:
        raise Conflict(_("Ini sudah dibatalkan."))
    change.undone_at = timezone.now()
    change.save(update_fields=["undone_at"])
    found = MediaAsset.objects.select_related("photo", "video").in_bulk(
        [int(pk) for pk in change.before]
    )
    back = {
        LibraryChange.Action.TAG: _untag,
        LibraryChange.Action.CREDIT: _uncredit,
        LibraryChange.Action.DECORATIVE: _undecorate,
    }[change.action]
    count = 0
    with catalogue.together():
        locked = _locked(found.values())
        for pk, before in change.before.items():
            asset = found.get(int(pk))
            thing = locked.get(asset.pk) if asset is not None else None
            if thing is not None and may_handle(actor, thing):
                count += bool(back(actor, thing, before))
    _note(actor, change, "media.bulk-undone", {"count": count})
    return count


def _locked(assets: Iterable[MediaAsset]) -> dict[int, Photo | Video]:
    """What these assets are of, as it is now and stays until the end, by the asset's key; without
    what is gone. A query each for photos and for films."""
    by_thing = {(asset.media_kind, asset.thing.pk): asset.pk for asset in assets}
    found: dict[int, Photo | Video] = {}
    for kind, model in (("photo", Photo), ("video", Video)):
        keys = [pk for media_kind, pk in by_thing if media_kind == kind]
        if keys:
            things = model.objects.select_for_update(of=("self",)).filter(pk__in=keys)
            found |= {by_thing[kind, thing.pk]: thing for thing in things.order_by("pk")}
    return found


def _untag(actor, thing: Photo | Video, before) -> bool:
    there = {tag.name for tag in thing.tags.all()} & set(before)
    thing.tags.remove(*there)
    return bool(there)


def _uncredit(actor, thing: Photo | Video, before) -> bool:
    # Changes from before 26 November 2026 do not say what was put.
    if not isinstance(before, dict) or thing.credit != before["put"]:
        return False
    _put_credit(actor, thing, before["was"])
    return True


def _undecorate(actor, thing: Photo, before) -> bool:
    if not thing.is_decorative or thing.alt_text:
        return False
    _put_words(actor, thing, **before)
    return True


def _put_credit(actor, thing: Photo | Video, credit: str) -> None:
    thing.credit = credit
    thing.save(update_fields=["credit"])
    tell_pages(actor=actor, thing=thing)


def _put_words(actor, photo: Photo, *, alt_text: str, is_decorative: bool) -> None:
    photo.alt_text, photo.is_decorative = alt_text, is_decorative
    photo.save(update_fields=["alt_text", "is_decorative"])
    tell_pages(actor=actor, thing=photo)


@transaction.atomic
def _change(
    actor,
    assets: Sequence[MediaAsset],
    action: str,
    do: Callable[[Photo | Video], object | None],
    *,
    data: dict | None = None,
    outcome: Outcome | None = None,
) -> Outcome:
    """Do it to each asset that is the actor's to change; remember what ``do`` says it was before.

    ``do`` gets the photo or film, locked and as it is now; it returns None
    when there was nothing to change, which counts as done.
    """
    outcome = outcome or Outcome()
    before: dict[str, object] = {}
    with catalogue.together():
        mine = _mine(actor, assets, outcome)
        locked = _locked(mine)
        for asset in mine:
            thing = locked.get(asset.pk)
            if thing is None:
                continue  # deleted in this moment
            was = do(thing)
            outcome.done += 1
            if was is not None:
                before[str(asset.pk)] = was
    if before:
        change = LibraryChange.objects.create(actor=actor, action=action, before=before)
        outcome.change_id = change.pk
        _note(
            actor,
            change,
            f"media.bulk-{action}",
            {"assets": sorted(map(int, before)), **(data or {})},
        )
    return outcome


def _mine(actor, assets: Sequence[MediaAsset], outcome: Outcome) -> list[MediaAsset]:
    if len(assets) > AT_ONCE:
        raise Invalid(_("Paling banyak %(max)s sekali jalan.") % {"max": AT_ONCE})
    verdicts = {
        path: may_handle_in(actor, unit_path=path) for path in {a.unit_path for a in assets}
    }
    mine = []
    for asset in assets:
        if verdicts[asset.unit_path]:
            mine.append(asset)
        else:
            outcome.leave(verdicts[asset.unit_path].reason)
    return mine


def _note(actor, change: LibraryChange, verb: str, data: dict) -> None:
    audit.append(actor=actor, verb=verb, target=change, data=data, chain=audit_chain(change.pk))
