"""Award editions brought to where a test needs them, each by the real services."""

import datetime

from django.utils import timezone

from awards import services
from awards.models import (
    AwardEditionPage,
    AwardIndexPage,
    ConflictDeclaration,
    Nomination,
    Panelist,
    Review,
)
from awards.selectors.nominations import content_hash
from cms.people.models import Role
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.stories import story_index, story_page

NARRATIVE = (
    "Setiap malam Sabtu ia berkeliling bersama warga, menyalakan lagi pos ronda yang mati sejak "
    "lima tahun lalu, dan mendamaikan dua kampung yang lama berselisih soal air."
)
REASON = "Sudah diperiksa lewat telepon kepada kepala desa."


def award_index() -> AwardIndexPage:
    """The parent of all editions, made where missing."""
    found = AwardIndexPage.objects.first()
    if found:
        return found
    home = story_index().get_parent()
    return home.add_child(instance=AwardIndexPage(title="Penghargaan", slug="penghargaan"))


def secretary(unit_code: str = "MABES", **fields):
    """An award secretary of ``unit_code``."""
    unit(unit_code)
    return person(Role.AWARD_SECRETARY, unit_code, **fields)


def draft_edition(*, actor=None, unit_code: str = "MABES", **moments) -> AwardEditionPage:
    """A draft edition whose nominations opened yesterday and close in a month; ``moments`` are
    columns to set."""
    award_index()
    organiser = unit(unit_code)
    edition = services.start_edition(
        actor=actor or secretary(unit_code),
        unit=organiser,
        title="Penghargaan Bhabinkamtibmas Teladan",
        year=2026,
    )
    now = timezone.now()
    defaults = {
        "nominations_open": now - datetime.timedelta(days=1),
        "nominations_close": now + datetime.timedelta(days=30),
        "review_close": now + datetime.timedelta(days=60),
    }
    AwardEditionPage.objects.filter(pk=edition.pk).update(**(defaults | moments))
    return AwardEditionPage.objects.get(pk=edition.pk)


def open_edition(*, actor=None, **fields) -> AwardEditionPage:
    """An edition that takes nominations."""
    actor = actor or secretary(fields.get("unit_code", "MABES"))
    edition = draft_edition(actor=actor, **fields)
    return services.open_edition(actor=actor, edition=edition)


def published_story(officer, **fields):
    """A public story about ``officer``."""
    page = story_page(officer=officer, **fields)
    page.get_latest_revision().publish(skip_permission_checks=True)
    page.refresh_from_db()
    return page


def nomination(edition, *, officer=None, nominator=None, category=0, **fields) -> Nomination:
    """A submitted nomination by a leader of the officer's Polres."""
    officer = officer or OfficerFactory(signed_up=True)
    return services.nominate(
        actor=nominator or person(Role.LEADER, "POLRES-3201"),
        edition=edition,
        category=edition.categories.all()[category],
        officer=officer,
        narrative=NARRATIVE,
        **fields,
    )


def eligible(edition, *, actor, **fields) -> Nomination:
    """A nomination that passed screening."""
    made = nomination(edition, **fields)
    return services.screen(actor=actor, nomination=made, is_eligible=True, reason=REASON)


def panelist(edition, *, actor, signed: bool = True, **fields) -> Panelist:
    """A member of the panel, from outside unless said otherwise."""
    defaults = {"public_name": "Dr. Ratna Dewi", "is_external": True}
    made = services.invite_panelist(
        actor=actor,
        edition=edition,
        user=fields.pop("user", None) or person(Role.PANELIST, "MABES"),
        **(defaults | fields),
    )
    if signed:
        services.sign_statement(actor=made.user, panelist=made)
        made.refresh_from_db()
    return made


class Trial:
    """An edition in review: ``nominations`` in the first category, ``panel`` (the first chairs).

    ``cleared`` panelists said that nothing binds them to anybody.
    """

    def __init__(self, *, nominations: int = 2, panel: int = 3, cleared: bool = True, **fields):
        self.secretary = secretary()
        self.edition = open_edition(actor=self.secretary, **fields)
        self.nominations = [
            eligible(self.edition, actor=self.secretary) for _number in range(nominations)
        ]
        self.category = self.edition.categories.first()
        self.panel = [
            panelist(
                self.edition,
                actor=self.secretary,
                is_chair=number == 0,
                public_name=f"Juri Nomor {number}",
            )
            for number in range(panel)
        ]
        services.close_edition(actor=self.secretary, edition=self.edition)
        services.begin_review(actor=self.secretary, edition=self.edition)
        self.edition.refresh_from_db()
        if cleared:
            for member in self.panel:
                for nominated in self.nominations:
                    self.clear(member, nominated)

    def clear(self, member: Panelist, nominated: Nomination) -> ConflictDeclaration:
        return services.declare_none(actor=member.user, panelist=member, nomination=nominated)

    def marks(self, mark: int | None, **others) -> dict:
        """The same mark on every criterion; None is "cannot be judged"."""
        reason = "" if mark is not None else "Tidak ada buktinya"
        return {criterion.pk: (mark, reason) for criterion in self.edition.criteria.all()} | others

    def review(self, member: Panelist, nominated: Nomination, mark: int = 4) -> Review:
        """A sealed review with the same mark everywhere."""
        return services.submit_review(
            actor=member.user,
            panelist=member,
            nomination=nominated,
            marks=self.marks(mark),
            seen_hash=content_hash(nominated),
        )

    def review_all(self, marks: list[int] | None = None) -> None:
        """Everybody marks everything; the first nomination best."""
        for number, nominated in enumerate(self.nominations):
            for member in self.panel:
                self.review(member, nominated, (marks or [5, 3, 2, 1])[number])

    def decide(self, *winners: Nomination, category=None, **fields):
        """The panel decides unanimously."""
        defaults = {
            "present": self.panel,
            "votes_for": len(self.panel),
            "reason": "Warga dua kampung kini berdamai dan sungai dirawat bersama.",
        }
        return services.decide(
            actor=self.secretary,
            category=category or self.category,
            nominations=winners,
            **(defaults | fields),
        )

    def conclude(self) -> None:
        """The first nomination wins; no award in every other category."""
        self.review_all()
        self.decide(self.nominations[0])
        for category in self.edition.categories.all()[1:]:
            self.decide(category=category)
        self.edition.refresh_from_db()

    def announce(self):
        return services.announce(actor=self.secretary, edition=self.edition)
