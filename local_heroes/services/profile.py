"""From an officer's published stories to a profile that two people and the officer agreed to."""

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.base import audit
from cms.base.errors import Conflict, Invalid, Missing
from cms.base.workflow import advance, lock
from cms.people.models import Officer
from cms.people.services.notices import notify
from local_heroes.models import (
    HeroIndexPage,
    HeroMoment,
    HeroProfilePage,
    HeroQuote,
)
from local_heroes.permissions import may_approve, may_build, may_consent, may_withdraw
from local_heroes.selectors import evidence_for
from local_heroes.states import PROFILE
from publishing import services as publishing

MOMENTS_AT_FIRST = 6
NOTE_MIN = 10
REVIEW_AFTER_DAYS = 365


def build_profile(*, actor, officer: Officer) -> HeroProfilePage:
    """Make the draft profile of ``officer`` from the newest published stories; return it.

    Quotes in those stories are copied without their consent evidence, which the editor must add.
    Side effects: a page, its first revision, an audit event. Raises Refused, Conflict (there is one
    already), Invalid (no published story).
    """
    may_build(actor, officer=officer).require()
    stories = list(evidence_for(officer)[:MOMENTS_AT_FIRST])
    if not stories:
        raise Invalid(_("Belum ada cerita terbit tentang Bhabinkamtibmas ini."))
    with transaction.atomic():
        lock(Officer.objects.all(), pk=officer.pk)
        if HeroProfilePage.objects.filter(officer=officer).exists():
            raise Conflict(_("Bhabinkamtibmas ini sudah punya profil."))
        parent = HeroIndexPage.objects.first()
        if parent is None:
            raise Missing(_("Halaman kumpulan Local Heroes belum ada."))
        page = HeroProfilePage(
            title=officer.name,
            slug=slugify(officer.slug),
            officer=officer,
            headline=stories[0].title[:160],
            introduction=officer.bio or stories[0].summary,
            portrait=officer.portrait,
            signature_story=stories[0],
            review_by=timezone.localdate() + timedelta(days=REVIEW_AFTER_DAYS),
            live=False,
            owner=actor,
        )
        page.moments = [
            HeroMoment(story=story, sort_order=number)
            for number, story in enumerate(reversed(stories))
        ]
        page.quotes = [
            HeroQuote(quote=quote[:500], attribution=who[:150], sort_order=number)
            for number, (quote, who) in enumerate(_quotes(stories)[:3])
        ]
        page.impacts = []
        parent.add_child(instance=page)
        page.save_revision(user=actor)
        audit.append(
            actor=actor,
            verb="hero.built",
            target=page,
            data={"officer": officer.pk, "stories": [story.pk for story in stories]},
            chain=page.audit_chain,
        )
    return page


def _quotes(stories) -> list[tuple[str, str]]:
    return [
        (str(block.value["quote"]), block.value["attribution"])
        for story in stories
        for block in story.body
        if block.block_type == "quote" and block.value["attribution"]
    ]


def propose(*, actor, page_id: int) -> HeroProfilePage:
    """Put the newest draft before a second person, each story pinned to its present text.

    The officer is asked for consent by a notice. Raises Refused, Conflict, Invalid with every
    obstacle.
    """
    with transaction.atomic():
        page = _locked(page_id)
        may_build(actor, officer=page.officer).require()
        draft = page.get_latest_revision_as_object()
        obstacles = draft.content_obstacles()
        if obstacles:
            raise Invalid(" ".join(obstacles))
        for moment in draft.moments.all():
            moment.revision_id = moment.story.live_revision_id
        revision = draft.save_revision(user=actor)
        advance(page, "propose", table=PROFILE)
        page.proposed_by, page.proposed_at = actor, timezone.now()
        page.proposed_revision = revision
        _save_facts(page, "proposed_by", "proposed_at", "proposed_revision")
        _record(actor, page, "hero.proposed", revision=revision.pk)
        if page.officer.user and not page.has_consent:
            notify(
                user=page.officer.user,
                text=lambda: _("Profil Local Heroes tentang Anda menunggu persetujuan Anda."),
                path=reverse("local_heroes:consent"),
            )
    return page


def send_back(*, actor, page_id: int, note: str) -> HeroProfilePage:
    """Return a proposed profile to its editor with ``note``. Raises Refused, Conflict, Invalid."""
    note = _long_enough(note)
    with transaction.atomic():
        page = _locked(page_id)
        may_approve(actor, page=page).require()
        advance(page, "send_back", table=PROFILE)
        _save_facts(page)
        _record(actor, page, "hero.sent_back", note=note)
        if page.proposed_by:
            notify(
                user=page.proposed_by,
                text=lambda: (
                    _("Profil %(name)s dikembalikan: %(note)s")
                    % {"name": page.title, "note": note[:200]}
                ),
                path=reverse("hero_admin:detail", args=[page.pk]),
            )
    return page


def approve(*, actor, page_id: int) -> HeroProfilePage:
    """Approve exactly the proposed text and publish it.

    Side effects: the page goes live, publishing releases it. Raises Refused (not a second person),
    Conflict (edited since it was proposed), Invalid (no consent, or evidence is gone).
    """
    with transaction.atomic():
        page = _locked(page_id)
        may_approve(actor, page=page).require()
        if page.latest_revision_id != page.proposed_revision_id:
            raise Conflict(_("Naskah berubah sejak diusulkan. Minta diusulkan sekali lagi."))
        if not page.has_consent:
            raise Invalid(_("Bhabinkamtibmas yang bersangkutan belum menyetujui."))
        advance(page, "approve", table=PROFILE)
        page.approved_by, page.approved_at = actor, timezone.now()
        page.approved_revision = page.proposed_revision
        _save_facts(page, "approved_by", "approved_at", "approved_revision")
        _record(actor, page, "hero.approved", revision=page.approved_revision_id)
        # The service decided; Wagtail's own tester lets nobody publish a profile.
        page.approved_revision.publish(user=actor, skip_permission_checks=True)
        if page.officer.user:
            page.refresh_from_db()
            notify(
                user=page.officer.user,
                text=lambda: _("Profil Local Heroes Anda sudah terbit."),
                path=page.get_url() or "",
            )
    return HeroProfilePage.objects.get(pk=page_id)


def revise(*, actor, page_id: int) -> HeroProfilePage:
    """Open an approved profile for changes; what is public stays until approved again."""
    with transaction.atomic():
        page = _locked(page_id)
        may_build(actor, officer=page.officer).require()
        advance(page, "revise", table=PROFILE)
        _save_facts(page)
        _record(actor, page, "hero.revised")
    return page


def give_consent(*, actor, page_id: int) -> HeroProfilePage:
    """The officer agrees, signed in as themselves. Raises Refused."""
    with transaction.atomic():
        page = _locked(page_id)
        may_consent(actor, page=page).require()
        _write_consent(
            actor, page, _("Disetujui sendiri di Sambang oleh %(name)s") % {"name": actor}
        )
    return page


def record_consent(*, actor, page_id: int, evidence: str) -> HeroProfilePage:
    """An editor records a consent given on paper. Raises Refused, Invalid without evidence."""
    evidence = _long_enough(evidence)
    with transaction.atomic():
        page = _locked(page_id)
        may_build(actor, officer=page.officer).require()
        _write_consent(actor, page, evidence)
    return page


def _write_consent(actor, page: HeroProfilePage, evidence: str) -> None:
    page.consent_given_at, page.consent_withdrawn_at = timezone.now(), None
    page.consent_evidence = evidence[:300]
    _save_facts(page, "consent_given_at", "consent_withdrawn_at", "consent_evidence")
    _record(actor, page, "hero.consent_given", evidence=evidence[:300])


def withdraw_consent(*, actor, page_id: int, reason: str) -> HeroProfilePage:
    """Take the consent back: a public profile is withdrawn everywhere at once. Raises Refused."""
    with transaction.atomic():
        page = _locked(page_id)
        may_withdraw(actor, page=page).require()
        page.consent_withdrawn_at = timezone.now()
        _save_facts(page, "consent_withdrawn_at")
        _record(actor, page, "hero.consent_withdrawn", reason=reason[:300])
        if page.live and not page.is_withdrawn:
            publishing.withdraw(
                actor=actor, page=page, reason=reason or _("Persetujuan ditarik kembali.")
            )
    return page


def _locked(page_id: int) -> HeroProfilePage:
    return lock(HeroProfilePage.objects.select_related("officer__unit"), pk=page_id)


def _save_facts(page: HeroProfilePage, *names: str) -> None:
    """Write facts beside the text: never a revision, and never Wagtail's ``save``."""
    values = {name: getattr(page, name) for name in ("state", *names)}
    HeroProfilePage.objects.filter(pk=page.pk).update(**values)


def _record(actor, page: HeroProfilePage, verb: str, **data) -> None:
    audit.append(actor=actor, verb=verb, target=page, data=data, chain=page.audit_chain)


def _long_enough(text: str) -> str:
    text = " ".join(text.split())
    if len(text) < NOTE_MIN:
        raise Invalid(_("Tulis sedikitnya %(count)d huruf.") % {"count": NOTE_MIN})
    return text[:1000]
