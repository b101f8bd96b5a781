"""Who may do what with reports and stories: each rule once, as a verdict."""

from django.utils.translation import gettext as _

from cms.base.permissions import ALLOWED, Verdict, refuse
from cms.people import roles
from cms.people.models import Officer, Role
from stories.models.page_permissions import DESK_READERS

DESK_WORKERS = (Role.EDITOR, Role.PUBLISHER)


def may_report(officer: Officer | None) -> Verdict:
    """Whether somebody with this officer record (or none) may send reports."""
    if officer is None or not officer.is_active:
        return refuse(
            _(
                "Halaman ini untuk Bhabinkamtibmas. Akun Anda tidak terhubung dengan data anggota "
                "yang aktif; hubungi administrator satuan Anda."
            )
        )
    return ALLOWED


def may_open_desk(user) -> Verdict:
    """Whether ``user`` may see the desk at all."""
    if getattr(user, "is_superuser", False) or roles.has_role(user, *DESK_READERS):
        return ALLOWED
    return refuse(_("Meja redaksi hanya untuk redaktur, penerbit dan pimpinan."))


def desk_scope(user) -> roles.Scope:
    """The units whose reports ``user`` sees on the desk."""
    return roles.scope(user, *DESK_READERS)


def may_watch_board(user, unit) -> Verdict:
    """Whether ``user`` may watch the wall of ``unit``: whoever reads its desk."""
    if getattr(user, "is_superuser", False):
        return ALLOWED
    return roles.may(user, *DESK_READERS, unit_path=unit.path)


def may_open_library(user) -> Verdict:
    """Whether ``user`` may look through photos and films: whoever reads a desk."""
    if not user.is_active:
        return refuse(_("Akun ini tidak aktif."))
    if user.is_superuser or roles.has_role(user, *DESK_READERS):
        return ALLOWED
    return refuse(_("Pustaka media hanya untuk redaktur, penerbit dan pimpinan."))


def library_scope(user) -> roles.Scope:
    """The units whose photos and films ``user`` sees; what belongs to no unit is everybody's."""
    return roles.scope(user, *DESK_READERS)


def may_look_at_media(user, asset) -> Verdict:
    """Whether ``user`` may see and download ``asset`` of the library."""
    verdict = may_open_library(user)
    if not verdict or user.is_superuser or not asset.unit_path:
        return verdict
    return roles.may(user, *DESK_READERS, unit_path=asset.unit_path)


def may_read_report(user, report) -> Verdict:
    """Whether ``user`` may read ``report`` on the desk."""
    return roles.may(user, *DESK_READERS, unit_path=report.unit_path)


def may_work_on(user, report) -> Verdict:
    """Whether ``user`` may claim, return, decline, reopen or accept ``report``."""
    return roles.may(user, *DESK_WORKERS, unit_path=report.unit_path)


def may_commend(user, report) -> Verdict:
    """Whether ``user`` leads a unit of ``report`` and may thank its officer."""
    return roles.may(user, Role.LEADER, unit_path=report.unit_path)


def may_edit_note(user, note) -> Verdict:
    """Whether ``user`` may write the ready-made ``note``: its unit's desk; everybody's, who works
    for the whole country."""
    if getattr(user, "is_superuser", False):
        return ALLOWED
    if note.unit is not None:
        return roles.may(user, *DESK_WORKERS, unit_path=note.unit.path)
    if roles.scope(user, *DESK_WORKERS).is_national:
        return ALLOWED
    return refuse(_("Catatan untuk semua satuan ditulis oleh meja redaksi Mabes."))


def may_share_filter(user, unit) -> Verdict:
    """Whether ``user`` may keep filters for the whole desk of ``unit``."""
    return roles.may(user, *DESK_WORKERS, unit_path=unit.path)


def may_edit_story(user, page) -> Verdict:
    """Whether ``user`` may change the story ``page``."""
    return roles.may(user, *DESK_WORKERS, unit_path=page.unit_path)


def may_publish_any(user) -> Verdict:
    """Whether there are units whose stories ``user`` publishes."""
    if getattr(user, "is_superuser", False) or roles.has_role(user, Role.PUBLISHER):
        return ALLOWED
    return refuse(_("Hanya penerbit yang dapat melakukan ini."))


def may_publish_story(user, page) -> Verdict:
    """Whether ``user`` may publish, withdraw or restore ``page``."""
    if getattr(user, "is_superuser", False):
        return ALLOWED
    return roles.may(user, Role.PUBLISHER, unit_path=page.unit_path)
