"""Stories that are written and wait for a publisher's word."""

from __future__ import annotations

from cms.people import roles
from cms.people.models import Role
from stories.models import PublisherApproval


def waiting_for(user) -> int:
    """How many stories ``user`` may approve now, as a publisher of their units or of those above.

    Four queries for a publisher, none more for anybody else.
    """
    if not roles.has_role(user, Role.PUBLISHER):
        return 0
    return sum(
        step.get_task_states_user_can_moderate(user).count()
        for step in PublisherApproval.objects.filter(active=True)
    )
