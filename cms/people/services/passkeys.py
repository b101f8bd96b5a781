"""Passkeys: made, used and revoked (Web Authentication, level 2).

A challenge is one row, deleted by whoever answers it first: it cannot be answered twice, in however
many processes at once. What a browser sends is judged by ``webauthn``; whatever that library raises
about it is one refusal, in words that tell nothing.
"""

from __future__ import annotations

import hashlib
import logging
import os
from datetime import timedelta
from uuid import UUID

import webauthn
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from cms.accounts.models import Passkey, PasskeyChallenge, User
from cms.base.errors import Conflict, Refused
from cms.base.workflow import lock
from cms.people.facts import one_line
from cms.people.relying_party import RelyingParty, relying_party
from cms.people.services.access import audit_of

log = logging.getLogger(__name__)
PASSKEYS_MAX = 10
NAME_MAX = 60
CHALLENGE_BYTES = HANDLE_BYTES = 32
VALID_FOR = timedelta(minutes=5)
TRANSPORTS = {"usb", "nfc", "ble", "smart-card", "internal", "cable", "hybrid"}
RP_NAME = "Sambang"
Purpose = PasskeyChallenge.Purpose


class Unusable(Conflict):
    """Passkeys cannot be used at this address."""

    def __init__(self):
        super().__init__(
            _("Kunci sandi hanya bekerja di alamat yang aman (https). Masuklah dengan sandi.")
        )


class NotVerified(Refused):
    """The answer of the device proves nothing, or came too late."""

    def __init__(self):
        super().__init__(
            _("Kunci sandi itu tidak dapat dipastikan. Coba lagi, atau masuk dengan sandi.")
        )


def _party() -> RelyingParty:
    found = relying_party()
    if found is None:
        raise Unusable
    return found


# --- Challenges -------------------------------------------------------------------------------


def _challenge(purpose: str, user=None, *, handle: bytes = b"") -> PasskeyChallenge:
    """A new challenge. Side effect: those that nobody answered in time go."""
    now = timezone.now()
    PasskeyChallenge.objects.filter(expires_at__lt=now).delete()
    return PasskeyChallenge.objects.create(
        purpose=purpose,
        user=user,
        challenge=os.urandom(CHALLENGE_BYTES),
        handle=handle,
        expires_at=now + VALID_FOR,
    )


def _use(challenge_id: UUID | None, purpose: str, user=None) -> PasskeyChallenge:
    """The challenge, which is used up by this. Raises NotVerified."""
    found = PasskeyChallenge.objects.filter(
        pk=challenge_id, purpose=purpose, user=user, expires_at__gt=timezone.now()
    ).first()
    # Whoever deletes it has it; another process that read it too deletes nothing.
    if found is None or not PasskeyChallenge.objects.filter(pk=found.pk).delete()[0]:
        raise NotVerified
    return found


# --- A new passkey ----------------------------------------------------------------------------


def registration(*, actor) -> tuple[UUID, str]:
    """(challenge, options as JSON) with which a browser makes a passkey for ``actor``.

    Raises Conflict with 10 of them, and where passkeys cannot be used.
    """
    party = _party()
    own = list(actor.passkeys.order_by("id"))
    if len(own) >= PASSKEYS_MAX:
        raise Conflict(
            _("Anda sudah punya %(count)d kunci sandi. Cabut dulu yang tidak dipakai.")
            % {"count": PASSKEYS_MAX}
        )
    handle = bytes(own[0].handle) if own else os.urandom(HANDLE_BYTES)
    challenge = _challenge(Purpose.REGISTER, actor, handle=handle)
    options = webauthn.generate_registration_options(
        rp_id=party.rp_id,
        rp_name=RP_NAME,
        user_name=actor.username,
        user_display_name=actor.name,
        user_id=handle,
        challenge=bytes(challenge.challenge),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential_id)) for key in own
        ],
        authenticator_selection=AuthenticatorSelectionCriteria(
            # Found by the device without a name being typed.
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return challenge.pk, webauthn.options_to_json(options)


def register(*, actor, challenge_id: UUID | None, credential: dict, name: str) -> Passkey:
    """Keep the passkey that the device made. Side effect: an audit event.

    Raises NotVerified, Conflict.
    """
    party = _party()
    challenge = _use(challenge_id, Purpose.REGISTER, actor)
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=bytes(challenge.challenge),
            expected_rp_id=party.rp_id,
            expected_origin=party.origin,
        )
    except Exception as error:
        # Hostile bytes make the library and its parsers raise nearly anything.
        log.info("a passkey was refused: %s", error)
        raise NotVerified from None
    with transaction.atomic():
        user = lock(User.objects.all(), pk=actor.pk)
        own = list(user.passkeys.order_by("id"))
        digest = hashlib.sha256(made.credential_id).hexdigest()
        if len(own) >= PASSKEYS_MAX or Passkey.objects.filter(digest=digest).exists():
            raise Conflict(_("Kunci sandi ini sudah terdaftar."))
        said = credential.get("response", {}).get("transports") or []
        passkey = Passkey.objects.create(
            user=user,
            name=one_line(name)[:NAME_MAX] or _("Kunci sandi"),
            credential_id=bytes_to_base64url(made.credential_id),
            digest=digest,
            handle=bytes(challenge.handle),
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            transports=sorted(TRANSPORTS.intersection(map(str, said))),
            is_synced=made.credential_backed_up,
        )
        audit_of(
            actor=actor,
            verb="passkey.added",
            target=passkey,
            user=user,
            data={"name": passkey.name},
        )
    return passkey


# --- Using one --------------------------------------------------------------------------------


def request_options(*, actor=None) -> tuple[UUID, str]:
    """(challenge, options as JSON) with which a browser asks for a passkey: any that it has for
    this site, or one of ``actor``'s to make sure that it is them."""
    party = _party()
    challenge = _challenge(Purpose.CONFIRM if actor else Purpose.SIGN_IN, actor)
    options = webauthn.generate_authentication_options(
        rp_id=party.rp_id,
        challenge=bytes(challenge.challenge),
        allow_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential_id))
            for key in (actor.passkeys.all() if actor else ())
        ],
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return challenge.pk, webauthn.options_to_json(options)


def verify(*, challenge_id: UUID | None, credential: dict, actor=None) -> Passkey:
    """The passkey, with its user, that answered the challenge. Side effect: when and how often it
    was used. Raises NotVerified; also when the device's count went back, which means a copy."""
    party = _party()
    challenge = _use(challenge_id, Purpose.CONFIRM if actor else Purpose.SIGN_IN, actor)
    passkey = _named_by(credential)
    if passkey is None or (actor and passkey.user_id != actor.pk):
        raise NotVerified
    try:
        proven = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=bytes(challenge.challenge),
            expected_rp_id=party.rp_id,
            expected_origin=party.origin,
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=0,  # judged below, where it is written too
        )
        said = credential.get("response", {}).get("userHandle")
        is_of_user = not said or base64url_to_bytes(said) == bytes(passkey.handle)
    except Exception as error:
        log.info("a passkey was not verified: %s", error)
        raise NotVerified from None
    if not is_of_user:
        raise NotVerified
    if not _count(passkey, proven.new_sign_count, proven.credential_backed_up):
        raise NotVerified
    return passkey


def _named_by(credential: dict) -> Passkey | None:
    try:
        raw = base64url_to_bytes(credential["rawId"])
    except Exception:
        return None
    digest = hashlib.sha256(raw).hexdigest()
    return Passkey.objects.select_related("user").filter(digest=digest).first()


@transaction.atomic
def _count(passkey: Passkey, count: int, is_synced: bool) -> bool:
    """Write the device's count; False when it did not grow. Devices that count nothing say 0."""
    stored = lock(Passkey.objects.all(), pk=passkey.pk)
    if (count or stored.sign_count) and count <= stored.sign_count:
        audit_of(
            actor=None,
            verb="passkey.count_went_back",
            target=stored,
            user=passkey.user,
            data={"stored": stored.sign_count, "said": count},
        )
        return False
    stored.sign_count, stored.is_synced, stored.last_used_at = count, is_synced, timezone.now()
    stored.save(update_fields=["sign_count", "is_synced", "last_used_at"])
    return True


# --- Keeping them -----------------------------------------------------------------------------


@transaction.atomic
def rename_passkey(*, actor, passkey_id: int, name: str) -> Passkey:
    """Give one's own passkey another name; a blank one changes nothing. Raises Missing."""
    passkey = lock(Passkey.objects.filter(user=actor), pk=passkey_id)
    passkey.name = one_line(name)[:NAME_MAX] or passkey.name
    passkey.save(update_fields=["name"])
    return passkey


@transaction.atomic
def revoke_passkey(*, actor, passkey_id: int) -> str:
    """End one's own passkey at once; return its name. Side effect: an audit event.

    Raises Missing.
    """
    passkey = lock(Passkey.objects.filter(user=actor), pk=passkey_id)
    audit_of(
        actor=actor,
        verb="passkey.revoked",
        target=passkey,
        user=actor,
        data={"name": passkey.name},
    )
    passkey.delete()
    return passkey.name
