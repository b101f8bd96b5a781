"""Every way in at once: sessions, passkeys, API tokens, messages to phones."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import ApiToken, Passkey, User
from cms.base import audit
from cms.base.errors import Conflict
from cms.base.workflow import lock
from cms.people.models import PushSubscription
from cms.people.permissions import may_reset_password
from cms.people.selectors import units_of
from cms.people.services.record import chain_name


def audit_of(*, actor, verb: str, target, user, data: dict | None = None) -> None:
    """Append ``verb`` to the chain of the Polda of ``user``, or to the nationwide one."""
    units = units_of(user)
    chain = chain_name(units[0]) if units else "people"
    audit.append(actor=actor, verb=verb, target=target, data=data, chain=chain)


def end_sessions(user) -> None:
    """Sign ``user`` out everywhere. Call it with the row locked; the sessions end at their next
    request."""
    User.objects.filter(pk=user.pk).update(ended_sessions=F("ended_sessions") + 1)
    user.refresh_from_db(fields=["ended_sessions"])


def end_access(user) -> dict[str, int]:
    """End every session, passkey, API token and phone subscription of ``user``; return how many of
    each kind there were, for the audit. The password stays."""
    end_sessions(user)
    live = ApiToken.objects.filter(owner=user, revoked_at=None)
    return {
        "passkeys": Passkey.objects.filter(user=user).delete()[0],
        "tokens": live.update(revoked_at=timezone.now()),
        "phones": _deleted(PushSubscription.objects.filter(user=user)),
    }


def _deleted(subscriptions) -> int:
    return subscriptions.delete()[1].get(PushSubscription._meta.label, 0)


@transaction.atomic
def lost_phone(*, actor, user) -> dict[str, int]:
    """A phone of ``user`` is in other hands: end every way in but the password.

    Side effects: as of :func:`end_access`, and an audit event with the counts, which are returned.
    Raises Refused, and Conflict about one's own account.
    """
    user = lock(User.objects.all(), pk=user.pk)
    may_reset_password(actor, user=user, units=units_of(user)).require()
    if actor.pk == user.pk:
        raise Conflict(_("Untuk akun sendiri, pakai halaman Masuk & keamanan."))
    counts = end_access(user)
    audit_of(actor=actor, verb="user.phone_lost", target=user, user=user, data=counts)
    return counts


@transaction.atomic
def end_own_sessions(*, actor) -> None:
    """Sign oneself out everywhere. Side effect: an audit event."""
    user = lock(User.objects.all(), pk=actor.pk)
    end_sessions(user)
    actor.ended_sessions = user.ended_sessions
    audit_of(actor=actor, verb="user.sessions_ended", target=user, user=user)
