"""Who may see and handle private media, and what may be published.

Roles live above this app, so whoever knows them registers two policies in ``AppConfig.ready()``:
who may *see* the media of a unit, and who may *handle* them (consent, redaction).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.base.permissions import ALLOWED, Verdict, refuse
from cms.media.models import Consent, Photo, Redaction, Upload, UploadState, Video

Policy = Callable[[object, str], bool]
_viewer_policies: list[Policy] = []
_handler_policies: list[Policy] = []


def register_viewer_policy(policy: Policy) -> None:
    """``policy(user, unit_path) -> bool``: may an active user see that unit's private media?

    ``unit_path`` is empty for what belongs to no unit (a picture added in the admin).
    """
    if policy not in _viewer_policies:
        _viewer_policies.append(policy)


def register_handler_policy(policy: Policy) -> None:
    """``policy(user, unit_path) -> bool``: may they record consent and redact there?"""
    if policy not in _handler_policies:
        _handler_policies.append(policy)


def _allowed(policies: list[Policy], user, unit_path: str) -> bool:
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or any(policy(user, unit_path) for policy in policies)


def may_view(user, *, unit_path: str, owner_ids: Iterable[int | None] = ()) -> bool:
    """Whether ``user`` may see private media: its owner, or staff of its unit."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    return user.pk in set(owner_ids) or _allowed(_viewer_policies, user, unit_path)


def may_handle(user, *, unit_path: str) -> Verdict:
    """Whether ``user`` may record consent, redact and resolve marks in that unit."""
    if _allowed(_handler_policies, user, unit_path):
        return ALLOWED
    return refuse(_("Hanya redaktur atau penerbit satuan ini yang dapat mengurus perlindungan."))


def _name(thing) -> str:
    return thing.title or str(thing.public_id)


def _readiness(thing, ready: set[int], states: dict[int, str]) -> str:
    state = states.get(thing.pk)
    if state == UploadState.FAILED:
        return _("“%(name)s” tidak dapat dibaca; ganti atau lepas dulu.") % {"name": _name(thing)}
    if thing.pk not in ready or state in {UploadState.RECEIVED, UploadState.PROCESSING}:
        return _("“%(name)s” masih disiapkan; coba lagi sebentar.") % {"name": _name(thing)}
    return ""


def _objection(thing, consents: list[Consent], redacted_at) -> str:
    """Why the people in it forbid publishing, or an empty string."""
    today = timezone.localdate()
    valid = [
        c
        for c in consents
        if c.withdrawn_at is None and (c.expires_on is None or c.expires_on >= today)
    ]
    agreed = {c.subject.casefold() for c in valid}
    withdrawn = [
        c
        for c in consents
        if c.withdrawn_at is not None
        and c.subject.casefold() not in agreed
        and not (thing.is_redacted and redacted_at and redacted_at > c.withdrawn_at)
    ]
    if withdrawn:
        return _("“%(name)s”: persetujuan %(subject)s sudah ditarik. Samarkan atau lepas dulu.") % {
            "name": _name(thing),
            "subject": withdrawn[0].subject,
        }
    if thing.protect_mark and not thing.is_redacted and not valid:
        return _(
            "“%(name)s” ditandai “%(mark)s”: samarkan dulu, atau catat persetujuan yang berlaku."
        ) % {"name": _name(thing), "mark": thing.get_protect_mark_display()}
    return ""


def publishable(*, photos: Iterable[Photo] = (), videos: Iterable[Video] = ()) -> Verdict:
    """Whether all of these may be published; the reason names the first that may not.

    A marked picture needs a redaction or a valid consent; a withdrawn consent counts against even
    an unmarked one, until it is redacted afterwards. Constant number of queries.
    """
    for things, kind in ((list(photos), "photo"), (list(videos), "video")):
        if not things:
            continue
        ids = {thing.pk for thing in things}
        derivatives = type(things[0]).derivatives.rel.related_model
        ready = set(
            derivatives.objects.filter(**{f"{kind}__in": ids}).values_list(f"{kind}_id", flat=True)
        )
        states = dict(
            Upload.objects.filter(**{f"{kind}__in": ids}).values_list(f"{kind}_id", "state")
        )
        consents: dict[int, list[Consent]] = {}
        for consent in Consent.objects.filter(**{f"{kind}__in": ids}).order_by("id"):
            consents.setdefault(getattr(consent, f"{kind}_id"), []).append(consent)
        redacted = {}
        if kind == "photo":
            redacted = dict(
                Redaction.objects.filter(photo__in=ids)
                .order_by("id")
                .values_list("photo_id", "made_at")
            )
        for thing in things:
            reason = _readiness(thing, ready, states) or _objection(
                thing, consents.get(thing.pk, []), redacted.get(thing.pk)
            )
            if reason:
                return refuse(reason)
    return ALLOWED
