"""What roles allow with private media; ``PeopleConfig.ready`` hands it to ``cms.media``."""

from cms.media.permissions import register_handler_policy, register_viewer_policy
from cms.people.models import Role
from cms.people.roles import Scope, scope


def _covers(held: Scope, unit_path: str) -> bool:
    # What belongs to no unit (a drawing, a logo added in the admin) is shared by all staff.
    return held.covers(unit_path) if unit_path else bool(held)


def may_view(user, unit_path: str) -> bool:
    """Editors, publishers, leaders and administrators see their unit's media."""
    return _covers(scope(user, Role.EDITOR, Role.PUBLISHER, Role.LEADER), unit_path)


def may_handle(user, unit_path: str) -> bool:
    """Editors, publishers and administrators record consent and redact."""
    return _covers(scope(user, Role.EDITOR, Role.PUBLISHER), unit_path)


def register() -> None:
    """Called once, when the app is ready."""
    register_viewer_policy(may_view)
    register_handler_policy(may_handle)
