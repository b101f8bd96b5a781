"""Reading of officers, postings and notices."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import ApiToken, Passkey, User
from cms.base.permissions import ALLOWED, Verdict, refuse
from cms.media.models import public_storage
from cms.media.permissions import not_for, publishable
from cms.media.public import MediaSource
from cms.people.models import (
    Notice,
    Officer,
    OfficerImport,
    Posting,
    PushSubscription,
    Role,
    RoleAssignment,
)
from cms.people.public import PublicPerson
from cms.people.roles import scope
from cms.places.models import Unit
from cms.places.selectors import search_villages

_SHOWN = ("content_type", "width", "height", "byte_count")


def officer_of(user) -> Officer | None:
    """The active officer who signs in as ``user``; one query."""
    if user is None or not user.is_authenticated:
        return None
    return Officer.objects.filter(user=user, is_active=True).select_related("unit").first()


def postings_on(officer: Officer, date: datetime.date) -> QuerySet[Posting]:
    """The villages ``officer`` serves on ``date``, the newest posting first."""
    return (
        officer.postings.filter(Q(ends_on=None) | Q(ends_on__gte=date), begins_on__lte=date)
        .select_related("village")
        .order_by("-begins_on", "pk")
    )


def unread_notices(user, *, limit: int = 20) -> list[Notice]:
    """The newest unread notices of ``user``."""
    return list(Notice.objects.filter(user=user, read_at=None).order_by("-id")[:limit])


def media_handlers_of(unit_path: str) -> list[User]:
    """The editors and publishers nearest to the unit at ``unit_path``: its own, else those of the
    next unit above that has some. One query."""
    step = Unit.steplen
    above = [unit_path[:end] for end in range(step, len(unit_path) + 1, step)]
    held = list(
        RoleAssignment.objects.filter(
            role__in=[Role.EDITOR, Role.PUBLISHER], unit__path__in=above, user__is_active=True
        )
        .select_related("user", "unit")
        .order_by("user_id")
    )
    nearest = max((len(assignment.unit.path) for assignment in held), default=0)
    return list({a.user_id: a.user for a in held if len(a.unit.path) == nearest}.values())


def officer_path(officer: Officer) -> str:
    """The officer's public address."""
    return f"/bhabinkamtibmas/{officer.slug}/"


def portrait_source(officer: Officer) -> MediaSource | None:
    """The public portrait, smallest size; None when there is none or it is not public."""
    if officer.portrait is None:
        return None
    found = [d for d in officer.portrait.derivatives.all() if d.public_file]
    if not found:
        return None
    smallest = min(found, key=lambda d: (d.width, d.content_type))
    return MediaSource(
        url=smallest.public_file.url,
        content_type=smallest.content_type,
        width=smallest.width,
        height=smallest.height,
        byte_count=smallest.byte_count,
    )


def portraits_of(public_ids: Collection[str]) -> dict[str, MediaSource]:
    """The public portraits, smallest size, of the active officers ``public_ids``, by those; whoever
    has none is left out. One query, none for nobody."""
    if not public_ids:
        return {}
    of = "portrait__derivatives__"
    public = Officer.objects.filter(
        public_id__in=public_ids, is_active=True, **{f"{of}public_file__gt": ""}
    )
    # The smallest comes last and stays.
    rows = public.order_by(f"-{of}width", f"-{of}content_type").values_list(
        "public_id", f"{of}public_file", *(f"{of}{name}" for name in _SHOWN)
    )
    return {
        str(public_id): MediaSource(
            url=public_storage().url(file), **dict(zip(_SHOWN, facts, strict=True))
        )
        for public_id, file, *facts in rows
    }


def portraits_not_for(use: str, public_ids: Collection[str]) -> set[str]:
    """Of the officers ``public_ids``, those whose portrait may not be shown for ``use`` (a
    ``ConsentUse``). Constant queries, none for nobody."""
    if not public_ids:
        return set()
    officers = Officer.objects.filter(public_id__in=public_ids, portrait__isnull=False)
    officers = list(officers.select_related("portrait"))
    forbidden = not_for(use, photos={officer.portrait for officer in officers})
    return {str(officer.public_id) for officer in officers if officer.portrait in forbidden}


def officer_for_public(officer: Officer) -> PublicPerson:
    """What the public may know of ``officer``. No query."""
    return PublicPerson(
        public_id=officer.public_id,
        name=officer.name,
        rank=officer.get_rank_display(),
        path=officer_path(officer),
    )


def passkeys_of(user) -> list[Passkey]:
    """The passkeys of ``user``, oldest first."""
    return list(Passkey.objects.filter(user=user).order_by("id"))


def push_subscriptions(user) -> list[PushSubscription]:
    """The browsers in which ``user`` gets messages, newest first."""
    return list(PushSubscription.objects.filter(user=user).order_by("-id"))


def push_digests(user) -> dict[int, str]:
    """By number, the SHA-256 of the address of each of them: a browser recognises its own."""
    return dict(PushSubscription.objects.filter(user=user).values_list("pk", "digest"))


def administered_by(actor, *, unit_path: str) -> Q:
    """Rows whose ``unit_path`` (a lookup such as ``unit__path``) the actor administers.

    A superuser administers all; ``None`` is the system itself (a command).
    """
    if actor is None or (actor.is_active and actor.is_superuser):
        return Q()
    return scope(actor, Role.ADMINISTRATOR).q(unit_path)


def administrators_of(unit_path: str) -> list[User]:
    """The active administrators of the unit at ``unit_path`` and of the units above it; for a
    blank path those of Mabes. Superusers when there is nobody else."""
    paths = [unit_path[:end] for end in range(Unit.steplen, len(unit_path) + 1, Unit.steplen)]
    held = (
        Q(role_assignments__unit__path__in=paths) if paths else Q(role_assignments__unit__depth=1)
    )
    found = User.objects.filter(
        held, is_active=True, role_assignments__role=Role.ADMINISTRATOR
    ).distinct()
    return list(found.order_by("pk")) or list(
        User.objects.filter(is_active=True, is_superuser=True).order_by("pk")
    )


def officers_administered_by(actor) -> QuerySet[Officer]:
    """The officers whom ``actor`` administers, with their units."""
    return Officer.objects.filter(administered_by(actor, unit_path="unit__path")).select_related(
        "unit"
    )


def search_officers(officers: QuerySet[Officer], query: str) -> QuerySet[Officer]:
    """Those of ``officers`` found by NRP, name, unit or a village that they serve now."""
    query = " ".join(query.replace("\x00", "").split())[:80]
    if not query:
        return officers
    digits = query.replace(" ", "")
    if digits.isdigit():
        return officers.filter(nrp__startswith=digits)
    villages = [village.pk for village in search_villages(query, limit=50)]
    today = timezone.localdate()
    serving = Posting.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), village_id__in=villages, begins_on__lte=today
    )
    return officers.filter(
        Q(name__icontains=query)
        | Q(unit__name__icontains=query)
        | Q(unit__code__iexact=query)
        | Q(pk__in=serving.values("officer_id"))
    )


def with_villages_now(officers: QuerySet[Officer]) -> QuerySet[Officer]:
    """Each of ``officers`` with ``postings_now``: a list, with villages. Two more queries."""
    today = timezone.localdate()
    now = Posting.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), begins_on__lte=today)
    return officers.prefetch_related(
        Prefetch("postings", now.select_related("village"), to_attr="postings_now")
    )


def officer_administered_by(actor, pk: int) -> Officer | None:
    """The officer ``pk``, with unit, account and portrait, if ``actor`` administers them."""
    return officers_administered_by(actor).select_related("user", "portrait").filter(pk=pk).first()


def portrait_verdict(officer: Officer) -> Verdict:
    """Whether the portrait may be public, with the reason; allowed when there is none."""
    if officer.portrait is None:
        return ALLOWED
    if not officer.is_active:
        return refuse(_("Foto tidak tampil karena ia tidak aktif."))
    return publishable(photos=[officer.portrait])


def roles_administered_by(actor) -> QuerySet[RoleAssignment]:
    """The role assignments in units that ``actor`` administers."""
    return RoleAssignment.objects.filter(
        administered_by(actor, unit_path="unit__path")
    ).select_related("user", "unit")


def search_roles(assignments: QuerySet[RoleAssignment], query: str) -> QuerySet[RoleAssignment]:
    """Those of ``assignments`` whose user is found by NRP, e-mail or a part of the name."""
    for word in query.replace("\x00", "")[:80].split()[:5]:
        assignments = assignments.filter(
            Q(user__nrp__startswith=word)
            | Q(user__email__istartswith=word)
            | Q(user__first_name__icontains=word)
            | Q(user__last_name__icontains=word)
        )
    return assignments


def units_of(user) -> list[Unit]:
    """Every unit in which ``user`` is an officer or holds a role."""
    return list(
        Unit.objects.filter(
            Q(pk__in=RoleAssignment.objects.filter(user=user).values("unit_id"))
            | Q(pk__in=Officer.objects.filter(user=user).values("unit_id"))
        ).order_by("path")
    )


def tokens_visible_to(actor) -> QuerySet[ApiToken]:
    """One's own API tokens, and those of officers and holders of roles whom one administers."""
    tokens = ApiToken.objects.select_related("owner")
    if not actor.is_active:
        return tokens.none()
    if actor.is_superuser:
        return tokens
    officers = Officer.objects.filter(administered_by(actor, unit_path="unit__path"))
    return tokens.filter(
        Q(owner=actor)
        | Q(owner__in=officers.filter(user__isnull=False).values("user"))
        | Q(owner__in=roles_administered_by(actor).order_by().values("user"))
    )


def user_by_login(login: str) -> User | None:
    """The user who signs in with ``login`` (NRP or e-mail), or None."""
    login = login.strip()
    if not login or "\x00" in login:
        return None
    matches = Q(email__iexact=login) if "@" in login else Q(nrp=login)
    return User.objects.filter(matches | Q(username=login)).order_by("id").first()


def import_of(actor, pk) -> OfficerImport | None:
    """The import ``pk`` if ``actor`` made it, else None."""
    return OfficerImport.objects.filter(pk=pk, actor=actor).first()
