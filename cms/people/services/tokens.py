"""API tokens: made, shown once, and revoked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts import tokens
from cms.accounts.models import ApiToken, User
from cms.base import audit
from cms.base.errors import Conflict, Invalid
from cms.base.workflow import lock
from cms.people.facts import one_line
from cms.people.permissions import may_make_token, may_revoke_token
from cms.people.selectors import units_of, user_by_login
from cms.people.services.record import chain_name

DAYS_MAX = 365
LIVE_MAX = 20
NAME_MAX = 80


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made; ``secret`` is the token itself and is never known again."""

    token: ApiToken
    secret: str


@transaction.atomic
def make_token(
    *, actor, name: str, scopes: Collection[str], days: int, login: str = ""
) -> NewToken:
    """Make a token that lasts ``days`` for the user who signs in with ``login`` (blank: the actor).

    Side effects: one row and an audit event. Raises Invalid, Refused, and Conflict when the owner
    has too many live ones.
    """
    owner = user_by_login(login) if login.strip() else actor
    if owner is None:
        raise Invalid(_("Akun itu tidak ditemukan."), fields={"login": _("tidak ditemukan")})
    units = units_of(owner)
    may_make_token(actor, owner=owner, units=units).require()
    name = one_line(name)[:NAME_MAX]
    if not name:
        raise Invalid(_("Beri token ini nama."), fields={"name": _("wajib diisi")})
    wanted = [scope for scope in tokens.SCOPES if scope in scopes]
    if not wanted or set(scopes) - set(wanted):
        raise Invalid(_("Pilih lingkup yang ada."), fields={"scopes": _("tidak dikenal")})
    if not 1 <= days <= DAYS_MAX:
        raise Invalid(
            _("Token berlaku paling lama satu tahun."), fields={"days": _("terlalu lama")}
        )
    now = timezone.now()
    lock(User.objects.all(), pk=owner.pk)
    live = ApiToken.objects.filter(owner=owner, revoked_at__isnull=True, expires_at__gt=now)
    if live.count() >= LIVE_MAX:
        raise Conflict(
            _("Akun ini sudah punya %(count)d token. Cabut dulu yang tidak dipakai.")
            % {"count": LIVE_MAX}
        )
    secret = tokens.make()
    token = ApiToken.objects.create(
        owner=owner,
        name=name,
        digest=tokens.digest(secret),
        start=secret[: tokens.START_LENGTH],
        scopes=wanted,
        created_at=now,
        created_by=actor,
        expires_at=now + timedelta(days=days),
    )
    _record(actor, token, units, "token.made")
    return NewToken(token, secret)


@transaction.atomic
def revoke_token(*, actor, token_id: int) -> ApiToken:
    """End a token at once. Revoking twice changes nothing. Side effect: an audit event.

    Raises Refused and Missing.
    """
    token = lock(ApiToken.objects.select_related("owner"), pk=token_id)
    units = units_of(token.owner)
    may_revoke_token(actor, owner=token.owner, units=units).require()
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        _record(actor, token, units, "token.revoked")
    return token


def _record(actor, token: ApiToken, units, verb: str) -> None:
    audit.append(
        actor=actor,
        verb=verb,
        target=token,
        data={"owner": token.owner_id, "name": token.name, "scopes": token.scopes},
        chain=chain_name(units[0]) if units else "people",
    )
