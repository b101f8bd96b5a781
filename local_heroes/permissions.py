"""Who may do what with a hero profile."""

from django.utils.translation import gettext as _

from cms.base.permissions import ALLOWED, Verdict, refuse
from cms.people import roles
from cms.people.models import Officer, Role
from local_heroes.models import HeroProfilePage


def may_build(actor, *, officer: Officer) -> Verdict:
    """Begin or change the profile of ``officer``: an editor or publisher of the unit."""
    return roles.may(actor, Role.EDITOR, Role.PUBLISHER, unit_path=officer.unit.path)


def may_approve(actor, *, page: HeroProfilePage) -> Verdict:
    """Approve: a publisher of the unit who is not the one who proposed it, nor the officer."""
    verdict = roles.may(actor, Role.PUBLISHER, unit_path=page.unit_path)
    if not verdict:
        return verdict
    if page.proposed_by_id == actor.pk:
        return refuse(_("Orang kedua yang menyetujui: bukan Anda yang mengusulkannya."))
    if page.officer.user_id == actor.pk:
        return refuse(_("Anda tidak dapat menyetujui profil Anda sendiri."))
    return ALLOWED


def may_withdraw(actor, *, page: HeroProfilePage) -> Verdict:
    """Take a published profile down: a publisher of the unit, or the officer it is about."""
    if page.officer.user_id is not None and page.officer.user_id == actor.pk:
        return ALLOWED
    return roles.may(actor, Role.PUBLISHER, unit_path=page.unit_path)


def may_consent(actor, *, page: HeroProfilePage) -> Verdict:
    """Agree to the profile: only the officer it is about."""
    if page.officer.user_id is not None and page.officer.user_id == actor.pk:
        return ALLOWED
    return refuse(_("Hanya Bhabinkamtibmas yang bersangkutan yang dapat menyetujui."))
