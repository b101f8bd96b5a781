"""One-time passwords, set by an administrator and shown once."""

import secrets
import textwrap
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cms.accounts.models import User
from cms.base.workflow import lock
from cms.people.permissions import may_reset_password
from cms.people.selectors import units_of
from cms.people.services.access import audit_of, end_access

VALID_FOR = timedelta(days=7)
# Without what is misread on paper or over the telephone: 0 O 1 l I 5 S.
_ALPHABET = "abcdefghijkmnpqrtuvwxyz2346789"
_LENGTH, _GROUP = 12, 4


@transaction.atomic
def reset_password(*, actor, user) -> str:
    """Give ``user`` a one-time password and return it; nobody can read it again later.

    Side effects: whatever let somebody in until now ends (the old password, sessions, passkeys, API
    tokens) and so do messages to phones: a password is reset because it was forgotten or because
    it is in wrong hands, and nobody can tell which. The user must choose a new one at the next
    sign-in, within seven days; an audit event. Raises Refused.
    """
    user = lock(User.objects.all(), pk=user.pk)
    may_reset_password(actor, user=user, units=units_of(user)).require()
    password = issue(user)
    counts = end_access(user)
    audit_of(actor=actor, verb="user.password_reset", target=user, user=user, data=counts)
    return password


def issue(user) -> str:
    """Set a one-time password on ``user`` without asking who; save and return it."""
    letters = "".join(secrets.choice(_ALPHABET) for _n in range(_LENGTH))
    password = "-".join(textwrap.wrap(letters, _GROUP))
    user.set_password(password)
    user.one_time_password_until = timezone.now() + VALID_FOR
    user.save(update_fields=["password", "one_time_password_until"])
    return password
