"""``User`` with passkeys and API tokens, alone in their app: a user beside a model with a picture
makes migrations circular."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

NRP_VALIDATOR = RegexValidator(r"^\d{8}$|^\d{18}$", _("NRP terdiri dari 8 angka (NIP: 18 angka)."))


class SambangUserManager(UserManager):
    """Makes users by NRP or e-mail; ``username`` is derived and never typed by anybody."""

    def create_person(self, *, name, nrp=None, email="", password=None, **fields):
        """Create and return a user who signs in by ``nrp`` or ``email`` (one is required).

        Raises ValueError when neither is given; IntegrityError when one is taken.
        """
        if not (nrp or email):
            raise ValueError("a user needs an NRP or an e-mail address")
        first, _space, last = name.strip().partition(" ")
        return self.create_user(
            username=nrp or email.lower(),
            nrp=nrp or None,
            email=email,
            password=password,
            first_name=first[:150],
            last_name=last[:150],
            **fields,
        )


class User(AbstractUser):
    """Somebody who signs in, by service number (NRP) or by e-mail.

    ``username`` is the NRP where there is one, else the e-mail in lower case: Django and Wagtail
    want one unique login column, people have two.
    """

    nrp = models.CharField(
        _("NRP"), max_length=18, unique=True, null=True, blank=True, validators=[NRP_VALIDATOR]
    )

    one_time_password_until = models.DateTimeField(
        _("sandi sekali pakai berlaku sampai"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Terisi: pengguna harus mengganti sandinya sebelum melakukan hal lain."),
    )
    ended_sessions = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text=_("Berapa kali semua sesi yang terbuka diakhiri sekaligus."),
    )

    objects = SambangUserManager()

    class Meta:
        verbose_name = _("pengguna")
        verbose_name_plural = _("pengguna")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="user_email_unique",
                violation_error_message=_("Alamat e-mail ini sudah dipakai."),
            )
        ]

    def __str__(self):
        return self.get_full_name() or self.username

    @property
    def name(self) -> str:
        return str(self)

    @property
    def must_change_password(self) -> bool:
        """The password was set by an administrator and is good for one sign-in only."""
        return self.one_time_password_until is not None

    @property
    def is_password_expired(self) -> bool:
        """A one-time password that was not used in time."""
        until = self.one_time_password_until
        return until is not None and until < timezone.now()

    def _get_session_auth_hash(self, secret=None):
        """What every session is compared with: another count ends them all, as another password
        does."""
        told = super()._get_session_auth_hash(secret=secret)
        if not self.ended_sessions:
            return told
        salt = "cms.accounts.models.User.ended_sessions"
        return salted_hmac(
            salt, f"{told}:{self.ended_sessions}", secret=secret, algorithm="sha256"
        ).hexdigest()

    def save(self, *args, **kwargs):
        self.nrp = self.nrp or None
        super().save(*args, **kwargs)


class ApiToken(models.Model):
    """What a program shows to act for ``owner``, within ``scopes``, until ``expires_at``.

    The token itself is not kept, only its digest and how it begins.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="program_tokens",
        verbose_name=_("pemilik"),
    )
    name = models.CharField(_("nama"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    start = models.CharField(_("awalan"), max_length=12, editable=False)
    scopes = models.JSONField(_("lingkup"), default=list)
    created_at = models.DateTimeField(_("dibuat"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    expires_at = models.DateTimeField(_("berlaku sampai"))
    revoked_at = models.DateTimeField(_("dicabut"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("terakhir dipakai"), null=True, blank=True)

    class Meta:
        verbose_name = _("token API")
        verbose_name_plural = _("token API")
        indexes = [models.Index(fields=["owner", "-id"], name="apitoken_owner_newest")]

    def __str__(self):
        return f"{self.name} ({self.start}…)"

    @property
    def is_live(self) -> bool:
        """Neither revoked nor expired; whether its owner may still act is another question."""
        return self.revoked_at is None and timezone.now() < self.expires_at

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()


class Passkey(models.Model):
    """A key on a phone or computer with which ``user`` signs in (WebAuthn): its public half.

    ``handle`` is what the device calls the account: random, the same for all keys of one user.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="passkeys")
    name = models.CharField(_("nama"), max_length=60)
    credential_id = models.CharField(max_length=1400, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    handle = models.BinaryField(max_length=64)
    public_key = models.BinaryField()
    sign_count = models.PositiveBigIntegerField(default=0, editable=False)
    transports = models.JSONField(default=list)
    is_synced = models.BooleanField(
        default=False, help_text=_("Tersimpan juga di akun Google, Apple, atau lainnya.")
    )
    created_at = models.DateTimeField(_("dibuat"), default=timezone.now)
    last_used_at = models.DateTimeField(_("terakhir dipakai"), null=True, blank=True)

    class Meta:
        verbose_name = _("kunci sandi")
        verbose_name_plural = _("kunci sandi")
        indexes = [models.Index(fields=["user", "-id"], name="passkey_of_user")]

    def __str__(self):
        return self.name


class PasskeyChallenge(models.Model):
    """Random bytes that a passkey has to sign, once and soon. Deleted by whoever uses it."""

    class Purpose(models.TextChoices):
        REGISTER = "register", _("mendaftarkan")
        SIGN_IN = "sign-in", _("masuk")
        CONFIRM = "confirm", _("memastikan")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=8, choices=Purpose)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    challenge = models.BinaryField(max_length=64)
    handle = models.BinaryField(
        max_length=64,
        default=bytes,
        help_text=_("Hanya untuk mendaftarkan: nama akun di perangkat."),
    )
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("tantangan kunci sandi")

    def __str__(self):
        return f"{self.purpose} {self.pk}"
