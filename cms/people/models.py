"""Officers, where they are posted, and who may do what."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import NRP_VALIDATOR
from cms.base.outbox import OutboxRow
from cms.media.models import Photo
from cms.places.models import Region, Unit


class Rank(models.TextChoices):
    """Ranks of Polri that hold community-policing posts, lowest first."""

    BHARADA = "bharada", "Bharada"
    BRIPDA = "bripda", "Bripda"
    BRIPTU = "briptu", "Briptu"
    BRIGPOL = "brigpol", "Brigpol"
    BRIPKA = "bripka", "Bripka"
    AIPDA = "aipda", "Aipda"
    AIPTU = "aiptu", "Aiptu"
    IPDA = "ipda", "Ipda"
    IPTU = "iptu", "Iptu"
    AKP = "akp", "AKP"


class Officer(models.Model):
    """A Bhabinkamtibmas. The service number and the private contact are never public."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="officer"
    )
    nrp = models.CharField(_("NRP"), max_length=18, unique=True, validators=[NRP_VALIDATOR])
    name = models.CharField(_("nama"), max_length=150)
    slug = models.SlugField(max_length=170, unique=True)
    rank = models.CharField(_("pangkat"), max_length=10, choices=Rank)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="officers", verbose_name=_("satuan")
    )
    portrait = models.ForeignKey(
        Photo,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("foto diri"),
    )
    public_phone = models.CharField(
        _("telepon untuk warga"),
        max_length=20,
        blank=True,
        help_text=_("Tampil di halaman publik: nomor dinas yang boleh dihubungi siapa saja."),
    )
    private_phone = models.CharField(
        _("telepon pribadi"),
        max_length=20,
        blank=True,
        help_text=_("Tidak pernah tampil di luar: hanya untuk redaksi dan administrator."),
    )
    private_email = models.EmailField(
        _("e-mail pribadi"),
        blank=True,
        help_text=_("Tidak pernah tampil di luar: hanya untuk redaksi dan administrator."),
    )
    bio = models.CharField(
        _("perkenalan"),
        max_length=500,
        blank=True,
        help_text=_("Tampil di halaman publik: dua atau tiga kalimat tentang dirinya."),
    )
    is_active = models.BooleanField(_("aktif"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Bhabinkamtibmas")
        verbose_name_plural = _("Bhabinkamtibmas")
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["name", "id"], condition=Q(is_active=True), name="officer_by_name")
        ]

    def __str__(self):
        return f"{self.get_rank_display()} {self.name}"


class Posting(models.Model):
    """An officer serves a village from a day until a day; many to many, since officers are few."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="postings")
    village = models.ForeignKey(Region, models.PROTECT, related_name="postings")
    begins_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("selesai"), null=True, blank=True)

    class Meta:
        verbose_name = _("penugasan")
        verbose_name_plural = _("penugasan")
        ordering = ["-begins_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "village", "begins_on"], name="posting_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
                name="posting_ends_after_it_begins",
                violation_error_message=_("Tanggal selesai mendahului tanggal mulai."),
            ),
        ]

    def __str__(self):
        return f"{self.officer} – {self.village}"


class Role(models.TextChoices):
    """What somebody is, within a unit and all below it. Officers are known by ``Officer.user``."""

    EDITOR = "editor", _("Redaktur")
    PUBLISHER = "publisher", _("Penerbit")
    LEADER = "leader", _("Pimpinan")
    AWARD_SECRETARY = "award_secretary", _("Sekretaris penghargaan")
    PANELIST = "panelist", _("Juri")
    ADMINISTRATOR = "administrator", _("Administrator")


class RoleAssignment(models.Model):
    """``user`` has ``role`` in ``unit`` and every unit below it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="role_assignments"
    )
    role = models.CharField(_("peran"), max_length=16, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("satuan"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("peran")
        verbose_name_plural = _("peran")
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit"], name="role_once_per_unit")
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()} ({self.unit})"


def import_file_name(officer_import, filename: str) -> str:
    """A name that tells nothing; the file holds private contacts."""
    return f"officer-imports/{officer_import.pk.hex}"


class OfficerImport(models.Model):
    """A file of officers that was checked and waits to be applied, or was applied.

    The file is deleted once applied or replaced by a newer one; ``sha256`` says which it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("oleh"),
    )
    file = models.FileField(upload_to=import_file_name, max_length=200, blank=True)
    file_name = models.CharField(_("nama berkas"), max_length=200)
    sha256 = models.CharField(max_length=64)
    plan_digest = models.CharField(
        max_length=64, help_text=_("Sidik dari rencana yang diperlihatkan kepada orangnya.")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    committed_at = models.DateTimeField(_("diterapkan pada"), null=True, blank=True)
    created_count = models.PositiveIntegerField(_("baru"), default=0)
    changed_count = models.PositiveIntegerField(_("berubah"), default=0)

    class Meta:
        verbose_name = _("impor Bhabinkamtibmas")
        verbose_name_plural = _("impor Bhabinkamtibmas")

    def __str__(self):
        return self.file_name


class Notice(models.Model):
    """A sentence for one user: "your report was published". Read by the officer's pages."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    text = models.CharField(max_length=300)
    path = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("pemberitahuan")
        indexes = [models.Index(fields=["user", "-id"])]

    def __str__(self):
        return self.text


class PushSubscription(models.Model):
    """A browser that ``user`` allowed to show our messages (RFC 8030), with the keys that they are
    encrypted for (RFC 8291). One row a browser: on a shared phone the last who asked has it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="push_subscriptions"
    )
    endpoint = models.CharField(max_length=1000)
    digest = models.CharField(max_length=64, unique=True, help_text=_("SHA-256 dari endpoint."))
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=32)
    device = models.CharField(_("perangkat"), max_length=60, blank=True)
    language = models.CharField(_("bahasa"), max_length=2, default="id", db_default="id")
    created_at = models.DateTimeField(auto_now_add=True)
    reached_at = models.DateTimeField(null=True, blank=True)
    refused_count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("langganan kabar ponsel")
        verbose_name_plural = _("langganan kabar ponsel")
        indexes = [models.Index(fields=["user", "-id"], name="push_of_user")]

    def __str__(self):
        return self.device or self.digest[:12]


class PushMessage(OutboxRow):
    """One message for one browser. It says that there is news and where, never what."""

    subscription = models.ForeignKey(PushSubscription, models.CASCADE, related_name="messages")
    words = models.CharField(max_length=120)
    path = models.CharField(max_length=300, blank=True)

    class Meta(OutboxRow.Meta):
        verbose_name = _("kabar ke ponsel")
        indexes = [OutboxRow.due_index("push_due")]

    def __str__(self):
        return self.words
