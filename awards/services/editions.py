"""The course of an edition, step by step, each audited; the public page follows."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from awards.deadlines import ZONES
from awards.models import (
    AwardEditionPage,
    AwardIndexPage,
    Category,
    Criterion,
    EditionState,
    Nomination,
    NominationState,
)
from awards.permissions import may_manage, may_start
from awards.rubric import DEFAULT_CATEGORIES, DEFAULT_CRITERIA
from awards.selectors.panel import panel_of
from awards.services.edition_row import locked_edition, record, save_state, show
from awards.services.panel import refresh_conflicts
from awards.services.words import required_text
from awards.states import EDITION
from cms.base.errors import Conflict, Invalid, Missing
from cms.base.workflow import advance
from cms.places.models import Unit

PANEL_MIN = 3
TITLE_MIN, TITLE_MAX = 5, 200
TIMELINE = AwardEditionPage.TIMELINE


def _at(day: datetime.date, zone, hour: int, minute: int) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(hour, minute), tzinfo=zone)


@transaction.atomic
def start_edition(*, actor, unit: Unit, title: str, year: int) -> AwardEditionPage:
    """Make a draft edition with dates, categories and a rubric to change; return it.

    Side effects: a page with its first revision, an audit event. Raises Refused, Invalid, Missing.
    """
    may_start(actor, unit).require()
    title = required_text(title, field="title", least=TITLE_MIN, most=TITLE_MAX)
    if not 2000 <= year <= 2100:
        raise Invalid(_("Tahun itu tidak mungkin."), fields={"year": _("Tahun itu tidak mungkin.")})
    parent = AwardIndexPage.objects.first()
    if parent is None:
        raise Missing(_("Halaman kumpulan penghargaan belum ada."))
    page = AwardEditionPage(
        title=title,
        slug=_free_slug(parent, title, year),
        year=year,
        unit=unit,
        summary=title,
        introduction=f"<p>{_('Tulis di sini siapa yang dicari dan mengapa.')}</p>",
        rules="",
        live=False,
        owner=actor,
    )
    today = timezone.now().astimezone(page.zone_info).date()
    days = datetime.timedelta
    page.nominations_open = _at(today + days(7), page.zone_info, 8, 0)
    page.nominations_close = _at(today + days(37), page.zone_info, 23, 59)
    page.review_close = _at(today + days(65), page.zone_info, 23, 59)
    page.categories = [
        Category(name=name, description=description, sort_order=number)
        for number, (name, description) in enumerate(DEFAULT_CATEGORIES)
    ]
    page.criteria = [
        Criterion(sort_order=number, **line) for number, line in enumerate(DEFAULT_CRITERIA)
    ]
    parent.add_child(instance=page)
    page.save_revision(user=actor)
    record(actor, page, "started", title=title, year=year)
    return page


def _free_slug(parent, title: str, year: int) -> str:
    wanted = slugify(title)[:60] or "penghargaan"
    wanted = wanted if str(year) in wanted else f"{wanted}-{year}"
    slug, number = wanted, 2
    while parent.get_children().filter(slug=slug).exists():
        slug, number = f"{wanted}-{number}", number + 1
    return slug


@transaction.atomic
def open_edition(*, actor, edition: AwardEditionPage) -> AwardEditionPage:
    """Publish the call and let nominations in from its opening instant on.

    From here on dates and rubric no longer follow the page's drafts. Side effects: the page goes
    live, an audit event with the whole rubric. Raises Refused, Conflict, Invalid with obstacles.
    """
    edition = locked_edition(edition)
    may_manage(actor, edition).require()
    if obstacles := edition.opening_obstacles():
        raise Invalid(" ".join(obstacles))
    advance(edition, "open", table=EDITION)
    if edition.nominations_close <= timezone.now():
        raise Invalid(_("Tanggal penutupan usulan sudah lewat."))
    save_state(edition)
    record(
        actor,
        edition,
        "opened",
        categories=list(edition.categories.values_list("pk", "name")),
        rubric=list(edition.criteria.values_list("pk", "name", "weight", "tie_role")),
        **_timeline(edition),
    )
    revision = edition.latest_revision or edition.save_revision(user=actor)
    revision.publish(user=actor, skip_permission_checks=True)
    return AwardEditionPage.objects.get(pk=edition.pk)


def _timeline(edition: AwardEditionPage) -> dict[str, str | None]:
    values = {name: getattr(edition, name) for name in TIMELINE}
    shown = {name: value.isoformat() if value else None for name, value in values.items()}
    return shown | {"zone": edition.zone}


def _step(actor, edition: AwardEditionPage, event: str, verb: str, **data) -> AwardEditionPage:
    advance(edition, event, table=EDITION)
    save_state(edition)
    record(actor, edition, verb, **data)
    show(actor, edition)
    return edition


@transaction.atomic
def close_edition(*, actor, edition: AwardEditionPage) -> AwardEditionPage:
    """Let no more nominations in. Raises Refused, Conflict."""
    edition = locked_edition(edition)
    may_manage(actor, edition).require()
    return _step(actor, edition, "close", "closed")


@transaction.atomic
def reopen_edition(
    *, actor, edition: AwardEditionPage, nominations_close: datetime.datetime, reason: str
) -> AwardEditionPage:
    """Let nominations in again until ``nominations_close``. Raises Refused, Conflict, Invalid."""
    edition = locked_edition(edition)
    may_manage(actor, edition).require()
    reason = required_text(reason, field="reason")
    if nominations_close <= timezone.now():
        sentence = _("Penutupan baru harus di masa depan.")
        raise Invalid(sentence, fields={"nominations_close": sentence})
    advance(edition, "reopen", table=EDITION)
    edition.nominations_close = nominations_close
    _check_timeline(edition)
    AwardEditionPage.objects.filter(pk=edition.pk).update(
        state=edition.state, nominations_close=nominations_close
    )
    record(actor, edition, "reopened", reason=reason, until=nominations_close.isoformat())
    show(actor, edition)
    return edition


def _check_timeline(edition: AwardEditionPage) -> None:
    if errors := edition.timeline_errors():
        raise Invalid(" ".join(dict.fromkeys(errors.values())), fields=errors)


@transaction.atomic
def change_timeline(
    *,
    actor,
    edition: AwardEditionPage,
    zone: str,
    reason: str = "",
    **moments: datetime.datetime | None,
) -> AwardEditionPage:
    """Set the dates, and the ``zone`` (IANA name) in which people read them.

    ``moments`` are names of ``TIMELINE``. A reason is needed once the edition is open; the public
    page then tells the new dates at once. Raises Refused, Conflict (announced), Invalid.
    """
    edition = locked_edition(edition)
    may_manage(actor, edition).require()
    if edition.state != EditionState.DRAFT:
        reason = required_text(reason, field="reason")
    if edition.is_announced:
        raise Conflict(_("Edisi ini sudah diumumkan; jadwalnya tidak berubah lagi."))
    if zone not in ZONES:
        raise Invalid(_("Pilih zona waktu dari daftar."), fields={"zone": _("Pilih dari daftar.")})
    before = _timeline(edition)
    edition.zone = zone
    for name, value in moments.items():
        if name not in TIMELINE:
            raise ValueError(name)
        setattr(edition, name, value)
    _check_timeline(edition)
    AwardEditionPage.objects.filter(pk=edition.pk).update(zone=zone, **moments)
    after = _timeline(edition)
    changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
    if changed:
        record(actor, edition, "timeline_changed", reason=reason, changed=changed)
        show(actor, edition)
    return edition


@transaction.atomic
def begin_review(*, actor, edition: AwardEditionPage) -> AwardEditionPage:
    """Let the panel mark. Side effect: the conflict rules are applied to everybody.

    Raises Refused, Conflict, Invalid while nominations are unscreened, none is eligible, or the
    panel has no chair or fewer than ``PANEL_MIN`` members.
    """
    edition = locked_edition(edition)
    may_manage(actor, edition).require()
    nominations = Nomination.objects.filter(category__edition=edition)
    panel = panel_of(edition)
    problems = []
    if nominations.filter(state=NominationState.SUBMITTED).exists():
        problems.append(_("Masih ada usulan yang belum diperiksa syaratnya."))
    if not nominations.filter(state=NominationState.ELIGIBLE).exists():
        problems.append(_("Belum ada usulan yang memenuhi syarat."))
    if len(panel) < PANEL_MIN:
        problems.append(_("Panel perlu sedikitnya %(count)d juri.") % {"count": PANEL_MIN})
    if not any(panelist.is_chair for panelist in panel):
        problems.append(_("Panel belum punya ketua."))
    if problems:
        raise Invalid(" ".join(problems))
    refresh_conflicts(edition)
    return _step(actor, edition, "begin_review", "review_begun", panel=[p.pk for p in panel])


@transaction.atomic
def begin_public_test(*, actor, edition: AwardEditionPage) -> AwardEditionPage:
    """End the marking and hear the public. Raises Refused, Conflict."""
    edition = locked_edition(edition)
    may_manage(actor, edition).require()
    return _step(actor, edition, "begin_public_test", "public_test_begun")


@transaction.atomic
def archive_edition(*, actor, edition: AwardEditionPage) -> AwardEditionPage:
    """Put an announced edition away; it stays public. Raises Refused, Conflict."""
    edition = locked_edition(edition)
    may_manage(actor, edition).require()
    return _step(actor, edition, "archive", "archived")
