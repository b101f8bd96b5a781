"""Editions as publishing sees them. What is not announced is not in here."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.rich_text import expand_db_html

from awards.models import Announcement, AwardEditionPage, Decision, EditionState
from awards.selectors.editions import decisions_of, editions_to_release, proposals_by_category
from cms.people.selectors import officer_for_public
from cms.places.selectors import unit_codes
from publishing.item import PublicItem, utc_text

SUMMARY_MAX = 600
LANGUAGE = "id"
# The public sees one stage of judging: that the panel has decided already would be a hint.
PUBLIC_STAGE = {
    EditionState.PUBLIC_TEST: EditionState.REVIEW,
    EditionState.DECIDED: EditionState.REVIEW,
}


class AwardAdapter:
    """Adapter of :class:`AwardEditionPage` (see ``publishing.registry.Adapter``)."""

    kind = "award"

    def to_item(self, page: AwardEditionPage) -> PublicItem:
        with override(LANGUAGE):
            return self._to_item(page)

    def _to_item(self, page: AwardEditionPage) -> PublicItem:
        now = timezone.now()
        announcement = Announcement.objects.filter(edition=page).first()
        decisions = decisions_of(page) if page.is_announced and announcement else []
        winners = [decision for decision in decisions if decision.nomination]
        first = page.first_published_at or now
        people = {
            decision.nomination.officer_id: officer_for_public(decision.nomination.officer)
            for decision in winners
        }
        return PublicItem(
            kind=self.kind,
            public_id=page.public_id,
            path=page.address,
            title=page.title,
            summary=_summary(page, winners),
            body_html=_body(page),
            language=LANGUAGE,
            # The result is news of its own day: feeds would else show it below months of stories.
            published_at=announcement.announced_at if decisions and announcement else first,
            updated_at=page.last_published_at or now,
            unit_path=page.unit_path,
            unit_name=page.unit.name,
            unit_codes=unit_codes(page.unit),
            people=tuple(people.values()),
            extra=MappingProxyType(_extra(page, decisions, announcement)),
        )

    def path_of(self, page: AwardEditionPage) -> str:
        """The page's permanent address."""
        return page.address

    def prepare(self, page: AwardEditionPage) -> None:
        """An edition has no media of its own."""

    def retract(self, page: AwardEditionPage) -> None:
        """An edition has no media of its own."""

    def released(self, page: AwardEditionPage, path: str) -> None:
        """The address is the page's own already."""

    def withdrawn(self, page: AwardEditionPage) -> None:
        """The edition's course goes on whether or not its page is shown."""

    def pages(self) -> Iterable[AwardEditionPage]:
        return editions_to_release()


def _summary(page: AwardEditionPage, winners: list[Decision]) -> str:
    if not winners:
        return page.summary
    names = "; ".join(
        f"{decision.nomination.officer} ({decision.category.name})" for decision in winners
    )
    return _("Penerima: %(names)s.") % {"names": names}


def _body(page: AwardEditionPage) -> str:
    parts = [expand_db_html(page.introduction)]
    if page.rules:
        parts += [f"<h2>{_('Aturan')}</h2>", expand_db_html(page.rules)]
    return "\n".join(parts)


def _extra(
    page: AwardEditionPage, decisions: list[Decision], announcement: Announcement | None
) -> dict[str, Any]:
    announced = announcement if decisions else None
    counts = proposals_by_category(page) if announced else {}
    return {
        "year": page.year,
        "stage": str(PUBLIC_STAGE.get(page.state, page.state)),
        "zone": page.zone,
        "nominations_open": utc_text(page.nominations_open),
        "nominations_close": utc_text(page.nominations_close),
        "review_close": utc_text(page.review_close),
        "public_test_open": utc_text(page.public_test_open),
        "public_test_close": utc_text(page.public_test_close),
        "announced_at": utc_text(announced.announced_at) if announced else None,
        "audit_head": announced.audit_head if announced else "",
        "categories": [
            {
                "name": category.name,
                "description": category.description,
                "area_class": category.area_class,
                "proposals": counts.get(category.pk, 0) if announced else None,
            }
            for category in page.categories.all()
        ],
        "criteria": [
            {
                "name": criterion.name,
                "description": criterion.description,
                "weight": criterion.weight,
            }
            for criterion in page.criteria.all()
        ],
        "panel": [
            {
                "name": panelist.public_name,
                "biography": panelist.biography,
                "is_external": panelist.is_external,
                "is_chair": panelist.is_chair,
            }
            for panelist in page.panelists.filter(
                removed_at=None, statement_signed_at__isnull=False
            ).order_by("-is_chair", "pk")
        ],
        "results": [_result(decision) for decision in decisions],
    }


def _result(decision: Decision) -> dict[str, Any]:
    officer = decision.nomination.officer if decision.nomination else None
    person = officer_for_public(officer) if officer else None
    return {
        "category": decision.category.name,
        "name": person.name if person else "",
        "rank": person.rank if person else "",
        "path": person.path if person else "",
        "public_id": str(person.public_id) if person else "",
        "unit": officer.unit.name if officer else "",
        "reason": decision.reason,
        "is_joint": decision.tie_step == "joint",
    }
