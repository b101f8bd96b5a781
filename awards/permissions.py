"""Who may do what with an award: each rule once, as a verdict."""

from datetime import datetime

from django.utils.translation import gettext as _

from awards.deadlines import closes_words, opens_words
from awards.models import AwardEditionPage, EditionState, Nomination, Panelist
from cms.base.permissions import ALLOWED, Verdict, refuse
from cms.people import roles
from cms.people.models import Officer, Role
from cms.places.models import Unit

PROPOSERS = (Role.LEADER, Role.EDITOR, Role.PUBLISHER)
JUDGING = (EditionState.CLOSED, EditionState.REVIEW)
PANEL_OPEN = (
    EditionState.OPEN,
    EditionState.CLOSED,
    EditionState.REVIEW,
    EditionState.PUBLIC_TEST,
    EditionState.DECIDED,
)


def may_open_office(user) -> Verdict:
    """Whether ``user`` may see the award office in the admin at all."""
    if getattr(user, "is_superuser", False) or roles.has_role(user, Role.AWARD_SECRETARY):
        return ALLOWED
    return refuse(_("Hanya sekretaris penghargaan yang dapat membuka halaman ini."))


def may_start(user, unit: Unit) -> Verdict:
    """Whether ``user`` may begin an edition that ``unit`` organises."""
    return _secretary_over(user, unit.path)


def may_manage(user, edition: AwardEditionPage) -> Verdict:
    """Whether ``user`` may run ``edition``: dates, screening, panel, decisions, announcement."""
    return _secretary_over(user, edition.unit_path)


def _secretary_over(user, unit_path: str) -> Verdict:
    if getattr(user, "is_superuser", False):
        return ALLOWED
    return roles.may(user, Role.AWARD_SECRETARY, unit_path=unit_path)


def may_propose(user) -> Verdict:
    """Whether ``user`` may nominate anybody at all."""
    if roles.has_role(user, *PROPOSERS):
        return ALLOWED
    return refuse(_("Pengusul adalah pimpinan atau redaktur satuan."))


def may_nominate(user, edition: AwardEditionPage, officer: Officer) -> Verdict:
    """Whether ``user`` may propose ``officer`` in ``edition`` (time apart)."""
    if officer.user_id is not None and officer.user_id == user.pk:
        return refuse(_("Anda tidak dapat mengusulkan diri sendiri."))
    verdict = roles.may(user, *PROPOSERS, unit_path=officer.unit.path)
    if not verdict:
        return verdict
    if not officer.is_active:
        return refuse(_("Bhabinkamtibmas ini tidak lagi aktif."))
    if not officer.unit.path.startswith(edition.unit_path):
        return refuse(_("Edisi ini hanya untuk anggota %(unit)s.") % {"unit": edition.unit.name})
    return ALLOWED


def takes_nominations(edition: AwardEditionPage, at: datetime) -> Verdict:
    """Whether nominations may come in at the instant ``at``; the closing second still counts."""
    closes = closes_words(edition.nominations_close, edition.zone)
    if edition.state == EditionState.DRAFT or at < edition.nominations_open:
        return refuse(f"{opens_words(edition.nominations_open, edition.zone)}.")
    if edition.state != EditionState.OPEN or at > edition.nominations_close:
        return refuse(f"{closes}.")
    return ALLOWED


def takes_reviews(edition: AwardEditionPage, at: datetime) -> Verdict:
    """Whether reviews may be written at the instant ``at``; the closing second still counts."""
    if edition.state in (EditionState.DRAFT, EditionState.OPEN, EditionState.CLOSED):
        return refuse(_("Penilaian belum dimulai."))
    if edition.state != EditionState.REVIEW or at > edition.review_close:
        return refuse(f"{closes_words(edition.review_close, edition.zone)}.")
    return ALLOWED


def owns_nomination(user, nomination: Nomination) -> Verdict:
    """Whether ``user`` made ``nomination``."""
    if nomination.nominator_id == user.pk:
        return ALLOWED
    return refuse(_("Ini usulan orang lain."))


def may_judge(user, panelist: Panelist) -> Verdict:
    """Whether ``user`` may work as ``panelist``: named, still a member, and still a panelist."""
    if panelist.user_id != user.pk or panelist.removed_at is not None:
        return refuse(_("Anda bukan juri edisi ini."))
    return roles.may(user, Role.PANELIST, unit_path=panelist.edition.unit_path)


def may_rule(user, edition: AwardEditionPage) -> Verdict:
    """Whether ``user`` may rule on a conflict or reopen a review: the chair or the secretary."""
    if is_chair(user, edition):
        return ALLOWED
    verdict = may_manage(user, edition)
    return verdict if verdict else refuse(_("Ini keputusan ketua panel atau sekretaris."))


def is_chair(user, edition: AwardEditionPage) -> bool:
    """Whether ``user`` chairs the panel of ``edition``."""
    chair = edition.panelists.filter(user=user, is_chair=True, removed_at=None).first()
    return chair is not None and bool(may_judge(user, chair))
