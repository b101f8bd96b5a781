"""Who may see and handle private media, and what may be published.

Roles live above this app, so whoever knows them registers two policies in ``AppConfig.ready()``:
who may *see* the media of a unit, and who may *handle* them (consent, redaction). What is still
its sender's own (``cms.media.privacy``) is nobody else's, whatever their role.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.base.outbox import OPEN, OutboxState
from cms.base.permissions import ALLOWED, Verdict, refuse
from cms.media.models import (
    FACES_STEP,
    Consent,
    ConsentUse,
    FaceProposal,
    FaceState,
    FaceTrack,
    FilmRedaction,
    Photo,
    PipelineStep,
    ProtectMark,
    Redaction,
    Upload,
    UploadState,
    Video,
)
from cms.media.privacy import is_kept_back, senders_own

LOOKING = -1
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
    """Whether ``user`` may see private media that nobody keeps back (``cms.media.privacy``): its
    owner, or staff of its unit."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    return user.pk in set(owner_ids) or _allowed(_viewer_policies, user, unit_path)


def may_handle(user, thing: Photo | Video | Upload) -> Verdict:
    """Whether ``user`` may record consent, redact and resolve marks of ``thing``: staff of its
    unit, once whoever sent it let it go. One query."""
    verdict = may_handle_in(user, unit_path=thing.unit_path)
    if verdict and is_kept_back(thing, but_of=user.pk):
        return refuse(_("Berkas ini belum dikirim ke meja redaksi; masih milik petugasnya."))
    return verdict


def may_handle_in(user, *, unit_path: str) -> Verdict:
    """Whether ``user`` may do so in that unit."""
    if _allowed(_handler_policies, user, unit_path):
        return ALLOWED
    return refuse(_("Hanya redaktur atau penerbit satuan ini yang dapat mengurus perlindungan."))


def may_open_original(user, upload: Upload) -> Verdict:
    """Whether ``user`` may have a link to an original, where nobody is hidden: who sent it, and
    whoever looks after the people in it. Seeing the unit's media is not enough."""
    if user is not None and user.is_active and user.pk == upload.owner_id:
        return ALLOWED
    return may_handle(user, upload)


def _name(thing) -> str:
    return thing.title or str(thing.public_id)


def _held_back(thing) -> str:
    if not thing.blocked_at:
        return ""
    return _("“%(name)s” ditahan dari publik: ada permohonan penghapusan.") % {"name": _name(thing)}


def _licence_over(thing) -> str:
    if not thing.licence_until or thing.licence_until >= timezone.localdate():
        return ""
    return _("“%(name)s”: hak pakainya sudah berakhir. Perbarui, atau lepas dulu.") % {
        "name": _name(thing)
    }


def _kept_back(thing, is_own: bool) -> str:
    if not is_own:
        return ""
    return _("“%(name)s” belum dikirim ke meja redaksi oleh petugasnya. Lepas dulu.") % {
        "name": _name(thing)
    }


def _unready(thing, state: str | None, ready: set[int]) -> str:
    if state == UploadState.FAILED:
        return _("“%(name)s” tidak dapat dibaca; ganti atau lepas dulu.") % {"name": _name(thing)}
    if thing.pk not in ready or state in {UploadState.RECEIVED, UploadState.PROCESSING}:
        return _("“%(name)s” masih disiapkan; coba lagi sebentar.") % {"name": _name(thing)}
    return ""


def _objection(thing, consents: list[Consent], redacted_at, *, open_faces: int, use: str) -> str:
    """Why the people in it forbid publishing, or an empty string."""
    valid = [consent for consent in consents if consent.allows(use)]
    agreed = {c.subject.casefold() for c in valid}
    for consent in consents:
        if consent.subject.casefold() in agreed:
            continue
        since = consent.recorded_at if consent.is_valid else consent.ended_at
        if not (thing.is_redacted and redacted_at and redacted_at > since):
            return _why_not(thing, consent, use)
    if open_faces == LOOKING:
        return _("“%(name)s”: wajahnya masih dicari; coba lagi sebentar.") % {"name": _name(thing)}
    if open_faces:
        return ngettext(
            "“%(name)s”: %(count)d wajah belum diputuskan. Samarkan, atau nyatakan tidak perlu.",
            "“%(name)s”: %(count)d wajah belum diputuskan. Samarkan, atau nyatakan tidak perlu.",
            open_faces,
        ) % {"name": _name(thing), "count": open_faces}
    is_child = thing.protect_mark == ProtectMark.CHILD
    resolving = [consent for consent in valid if consent.guardian or not is_child]
    if thing.protect_mark and not thing.is_redacted and not resolving:
        words = _(
            "“%(name)s” ditandai “%(mark)s”: samarkan dulu, atau catat persetujuan yang berlaku."
        )
        if is_child:
            words = _(
                "“%(name)s” ditandai “%(mark)s”: samarkan dulu, atau catat persetujuan walinya."
            )
        return words % {"name": _name(thing), "mark": thing.get_protect_mark_display()}
    return ""


def _why_not(thing, consent: Consent, use: str) -> str:
    if consent.is_valid:
        words = _(
            "“%(name)s”: persetujuan %(subject)s tidak mencakup %(use)s. Samarkan, atau lepas."
        )
    elif thing.pk not in {consent.photo_id, consent.video_id}:
        words = _(
            "“%(name)s”: berkas yang sama juga dikirim lain, dan di sana persetujuan %(subject)s "
            "sudah ditarik. Samarkan atau lepas dulu."
        )
    elif consent.withdrawn_at:
        words = _("“%(name)s”: persetujuan %(subject)s sudah ditarik. Samarkan atau lepas dulu.")
    else:
        words = _("“%(name)s”: persetujuan %(subject)s sudah habis. Perbarui, atau samarkan.")
    said = {"name": _name(thing), "subject": consent.subject, "use": ConsentUse(use).label}
    return words % said


def publishable(
    *,
    photos: Iterable[Photo] = (),
    videos: Iterable[Video] = (),
    use: str = ConsentUse.SITE,
    is_marked: bool = False,
) -> Verdict:
    """Whether all of these may be published; the reason names the first that may not.

    A marked picture needs every proposed face decided, and a redaction or a consent that is valid
    for ``use`` (a guardian's, where it is marked for a child); a consent withdrawn (of the very
    same file sent elsewhere too), run out, or given for other uses alone counts against even an
    unmarked one, until it is redacted afterwards. ``is_marked``: what they
    are published with is marked (the report that a story was made from), so that faces must be
    decided in unmarked pictures too. What counts is what their rows say now, not what was read of
    them before. Constant number of queries.
    """
    refused = _refusals(photos, videos, use=use, is_marked=is_marked)
    return next((refuse(reason) for _thing, reason in refused), ALLOWED)


def not_for(
    use: str, *, photos: Iterable[Photo] = (), videos: Iterable[Video] = ()
) -> list[Photo | Video]:
    """Those of these that may not be shown for ``use`` (a :class:`ConsentUse`): somebody in them
    did not agree to it, or they may not be published at all. Constant number of queries."""
    return [thing for thing, _reason in _refusals(photos, videos, use=use, is_marked=False)]


def _refusals(
    photos: Iterable[Photo], videos: Iterable[Video], *, use: str, is_marked: bool
) -> Iterator[tuple[Photo | Video, str]]:
    """Each that may not be published, and why."""
    for things, kind in ((list(photos), "photo"), (list(videos), "video")):
        if not things:
            continue
        ids = {thing.pk for thing in things}
        now = type(things[0])._default_manager.in_bulk(ids)
        derivatives = type(things[0]).derivatives.rel.related_model
        ready = set(
            derivatives.objects.filter(**{f"{kind}__in": ids}).values_list(f"{kind}_id", flat=True)
        )
        uploads = Upload.objects.filter(**{f"{kind}__in": ids}).annotate(is_own=senders_own())
        states = {
            pk: (state, is_own)
            for pk, state, is_own in uploads.values_list(f"{kind}_id", "state", "is_own")
        }
        consents = _consents(kind, ids)
        redacted = _redacted_at(kind, ids)
        careful = [pk for pk, thing in now.items() if is_marked or thing.protect_mark]
        faces = _open_faces(kind, careful) if careful else {}
        for given in things:
            thing = now.get(given.pk, given)
            state, is_own = states.get(thing.pk, (None, False))
            reason = (
                _kept_back(thing, is_own)
                or _held_back(thing)
                or _unready(thing, state, ready)
                or _licence_over(thing)
                or _objection(
                    thing,
                    consents.get(thing.pk, []),
                    redacted.get(thing.pk),
                    open_faces=faces.get(thing.pk, 0),
                    use=use,
                )
            )
            if reason:
                yield given, reason


def forbidden(things: Sequence[Photo] | Sequence[Video]) -> dict[int, str]:
    """Which of these photos (or these films), just read, may not stay public, by key, and why.

    People and rights alone count: what is being prepared anew, or has a face that nobody decided
    about yet, is not published but need not be taken back. Two queries.
    """
    if not things:
        return {}
    kind = "photo" if isinstance(things[0], Photo) else "video"
    ids = {thing.pk for thing in things}
    consents, redacted = _consents(kind, ids), _redacted_at(kind, ids)
    found = {}
    for thing in things:
        reason = (
            _held_back(thing)
            or _licence_over(thing)
            or _objection(
                thing,
                consents.get(thing.pk, []),
                redacted.get(thing.pk),
                open_faces=0,
                use=ConsentUse.SITE,
            )
        )
        if reason:
            found[thing.pk] = reason
    return found


def _consents(kind: str, ids: set[int]) -> dict[int, list[Consent]]:
    """Those that count, by photo or video. One query, and one more where somebody took theirs back.

    A consent that was withdrawn counts for the very same file too wherever else it was sent: who
    is in the one is in the other, also where another file took its place since.
    """
    owned, of, formerly = f"{kind}__in", f"{kind}_id", f"former_{kind}"
    # Given for an earlier file: it neither allows nor forbids, until the person takes it back.
    counting = Q(replaced_at=None) | Q(withdrawn_at__isnull=False)
    own = Consent.objects.filter(counting, **{owned: ids})
    shown = Upload.objects.filter(**{owned: ids})
    twins = Upload.objects.filter(sha256__in=shown.values("sha256"))
    taken_back = Consent.objects.filter(withdrawn_at__isnull=False)
    # By each key an index answers; by either of them none would.
    elsewhere = [taken_back.filter(**{owned: twins.values(key)}) for key in (kind, formerly)]
    found: dict[int, list[Consent]] = {}
    spreading: dict[int, list[Consent]] = {}
    for consent in own.union(*elsewhere).order_by("id"):
        owner = getattr(consent, of)
        if owner in ids:
            found.setdefault(owner, []).append(consent)
        if consent.withdrawn_at:
            spreading.setdefault(owner, []).append(consent)
    if spreading:
        brought = Upload.objects.filter(
            Q(**{owned: ids | spreading.keys()}) | Q(**{f"{formerly}__in": spreading.keys()})
        ).order_by("created_at", "pk")
        _spread(kind, ids, spreading, list(brought), found)
    return found


def _spread(
    kind: str,
    ids: set[int],
    spreading: dict[int, list[Consent]],
    uploads: list[Upload],
    found: dict[int, list[Consent]],
) -> None:
    """Add to ``found`` what was taken back of the same bytes elsewhere; ``uploads`` are those of
    both sides, the oldest first."""
    showing: dict[str, set[int]] = {}
    brought: dict[int, list[Upload]] = {}
    for upload in uploads:
        now, before = getattr(upload, f"{kind}_id"), getattr(upload, f"former_{kind}_id")
        if now in ids:
            showing.setdefault(upload.sha256, set()).add(now)
        brought.setdefault(now or before, []).append(upload)
    for owner, consents in spreading.items():
        for consent in consents:
            for digest in _files_of(kind, consent, brought.get(owner, [])):
                for pk in showing.get(digest, set()) - {owner}:
                    found.setdefault(pk, []).append(consent)


def _files_of(kind: str, consent: Consent, brought: list[Upload]) -> set[str]:
    """The bytes that ``consent`` is about, of all that its photo or video ever had: those of the
    day when it was written down, and those of now unless it was given for an earlier file."""
    then = [upload for upload in brought if upload.created_at <= consent.recorded_at]
    digests = {upload.sha256 for upload in (then or brought)[-1:]}
    if consent.replaced_at is None:
        digests |= {upload.sha256 for upload in brought if getattr(upload, f"{kind}_id")}
    return digests


def _redacted_at(kind: str, ids: set[int]) -> dict[int, datetime]:
    """When the redaction that holds now was burnt in, by photo or video."""
    if kind == "photo":
        rows = Redaction.objects.filter(photo__in=ids).values_list("photo_id", "made_at")
    else:
        done = FilmRedaction.objects.filter(video__in=ids, state=OutboxState.DONE)
        rows = done.values_list("video_id", "finished_at")
    return dict(rows.order_by("id"))


def _open_faces(kind: str, ids: list[int]) -> dict[int, int]:
    """How many faces nobody has decided about, by photo or video; ``LOOKING`` while they are
    looked for."""
    model = FaceProposal if kind == "photo" else FaceTrack
    of = f"{kind}_id"
    waiting = model.objects.filter(**{f"{kind}__in": ids}, state=FaceState.PROPOSED)
    looking = PipelineStep.objects.filter(
        **{f"upload__{kind}__in": ids}, name=FACES_STEP, state__in=OPEN
    )
    return Counter(waiting.values_list(of, flat=True)) | dict.fromkeys(
        looking.values_list(f"upload__{of}", flat=True), LOOKING
    )
