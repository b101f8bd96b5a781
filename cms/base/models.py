"""What every app may use: the audit chain's rows and the abstract page. No business noun."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from cms.base.acting import acting
from cms.base.errors import Conflict


class AuditChain(models.Model):
    """Head of one chain; its row is the lock under which events are appended."""

    name = models.CharField(max_length=100, unique=True)
    last_number = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        verbose_name = _("rantai audit")

    def __str__(self):
        return self.name


class AuditEvent(models.Model):
    """One thing that was done, by whom, to what. Never changed, never deleted.

    ``hash`` covers ``previous_hash`` and every other column, so altering one row breaks the chain
    from there on (``manage.py verify_audit``). Triggers refuse UPDATE and DELETE.
    """

    chain = models.CharField(max_length=100)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=300)
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("catatan audit")
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="audit_chain_number"),
            models.UniqueConstraint(fields=["chain", "previous_hash"], name="audit_never_forks"),
        ]
        indexes = [models.Index(fields=["object_type", "object_id", "number"])]

    def __str__(self):
        return f"{self.chain}#{self.number} {self.verb}"


class Heartbeat(models.Model):
    """When a repeated job last succeeded and failed: one row a job."""

    name = models.CharField(max_length=60, unique=True)
    ok_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("denyut pekerjaan")

    def __str__(self):
        return self.name


class IdempotencyKey(models.Model):
    """A key that a program chose for one request, and what that request was answered.

    Without ``status`` the request is under way until ``leased_until``; who holds ``claim`` may
    finish it. ``fingerprint`` is of the request, so that a key never answers another one.
    """

    KEY_MAX = 128

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=KEY_MAX)
    fingerprint = models.CharField(max_length=64)
    claim = models.UUIDField(default=uuid.uuid4)
    leased_until = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(default=bytes)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("kunci permintaan")
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="idempotency_key_once")
        ]

    def __str__(self):
        return self.key


class TakedownState(models.TextChoices):
    NONE = "none", _("Tidak ditarik")
    WITHDRAWN = "withdrawn", _("Ditarik")


TAKEDOWN_FIELDS = ("takedown_state", "takedown_note", "taken_down_at")


class BasePage(Page):
    """Every page that may become public: a stable identity, an embargo and a takedown state.

    It holds no key to any app of ours (that would be a ring of migrations). Whether a page is
    public is decided here, in :attr:`is_releasable`, and nowhere else.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    embargo_until = models.DateTimeField(
        _("embargo sampai"),
        null=True,
        blank=True,
        help_text=_("Sudah disetujui, tetapi tidak tampil di mana pun sebelum saat ini."),
    )
    takedown_state = models.CharField(
        max_length=12, choices=TakedownState, default=TakedownState.NONE, editable=False
    )
    takedown_note = models.CharField(
        max_length=300, blank=True, editable=False, help_text=_("Alasan, hanya untuk staf.")
    )
    taken_down_at = models.DateTimeField(null=True, blank=True, editable=False)

    embargo_panel = MultiFieldPanel([FieldPanel("embargo_until")], heading=_("Embargo"))
    settings_panels = [embargo_panel, *Page.settings_panels]

    class Meta:
        abstract = True

    @property
    def is_withdrawn(self) -> bool:
        return self.takedown_state == TakedownState.WITHDRAWN

    @property
    def is_under_embargo(self) -> bool:
        return self.embargo_until is not None and self.embargo_until > timezone.now()

    @property
    def is_releasable(self) -> bool:
        """Live, not under embargo and not withdrawn: the public may see it."""
        return self.live and not self.is_withdrawn and not self.is_under_embargo

    @transaction.atomic
    def save(self, clean=True, **kwargs):
        """Saves; a withdrawn page never goes live again except by being restored (Conflict).

        The takedown state belongs to withdraw and restore: it is read again under lock, since a
        page that was opened before a withdrawal must not undo it.
        """
        self._read_takedown()
        if clean and self.live and self.is_withdrawn:
            raise Conflict(
                gettext("Halaman ini ditarik. Pulihkan lebih dulu, dengan alasan, bila perlu.")
            )
        if clean and self.live:
            self._check()
            clean = False
        return super().save(clean=clean, **kwargs)

    def _check(self) -> None:
        """Validate what the database cannot; raises ValidationError.

        Keys, unique columns and constraints are the database's own to refuse. Asking for each
        beforehand is a fifth of the time in which a thousand scheduled pages go live.
        """
        keys = {field.name for field in self._meta.fields if field.is_relation}
        self.full_clean(exclude=keys, validate_unique=False, validate_constraints=False)

    def _read_takedown(self) -> None:
        stored = (
            type(self)
            ._base_manager.select_for_update()
            .filter(pk=self.pk)
            .values(*TAKEDOWN_FIELDS)
            .first()
        )
        for name, value in (stored or {}).items():
            setattr(self, name, value)

    def get_parent(self, update=False):
        """The parent, asked for once; not even that where a list has fetched those of all its rows
        (``annotate_parent_page``)."""
        known = getattr(self, "_parent_page", None)
        return known if known and not update else super().get_parent(update)

    @transaction.atomic
    def publish(self, revision, user=None, **kwargs):
        """Going live and being released stand or fall together, whichever door asks."""
        with acting(user):
            return super().publish(revision, user=user, **kwargs)

    @transaction.atomic
    def unpublish(self, set_expired=False, commit=True, user=None, log_action=True):
        """Leaving the page tree's public side and leaving every channel are one deed."""
        with acting(user):
            return super().unpublish(set_expired, commit, user, log_action)

    def with_content_json(self, content):
        """An old revision never brings back an old identity or takedown state."""
        page = super().with_content_json(content)
        for name in ("public_id", *TAKEDOWN_FIELDS):
            setattr(page, name, getattr(self, name))
        return page

    def copy(self, *args, **kwargs):
        """A copied page is another thing: it gets its own public identity."""
        fresh = {"public_id": uuid.uuid4(), "takedown_state": TakedownState.NONE}
        kwargs["update_attrs"] = fresh | (kwargs.get("update_attrs") or {})
        return super().copy(*args, **kwargs)
