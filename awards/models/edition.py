"""An edition of the award: its call, timeline, categories and rubric."""

from itertools import pairwise
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from awards.deadlines import ZONES
from cms.base.models import BasePage
from cms.people.models import Role
from cms.people.page_rights import (
    PUBLISH,
    RolePagePermissionTester,
    SectionPermissionTester,
    SectionRights,
    UnitRights,
)
from cms.places.models import Unit
from publishing.registry import adapter_for
from publishing.site.item_page import render_preview

SCALE_MAX = 5  # marks run from 0 to this
WEIGHT_SUM = 100
RICH_TEXT = ["bold", "italic", "link", "ol", "ul", "h2", "h3"]


class EditionState(models.TextChoices):
    DRAFT = "draft", _("Disusun")
    OPEN = "open", _("Usulan dibuka")
    CLOSED = "closed", _("Usulan ditutup")
    REVIEW = "review", _("Penilaian juri")
    PUBLIC_TEST = "public_test", _("Uji publik")
    DECIDED = "decided", _("Menunggu pengumuman")
    PUBLISHED = "published", _("Diumumkan")
    ARCHIVED = "archived", _("Arsip")


ANNOUNCED = (EditionState.PUBLISHED, EditionState.ARCHIVED)


class AwardIndexPage(BasePage):
    """Parent of all editions in the page tree; the public list is drawn from what is published."""

    page_rights = SectionRights()
    subpage_types = ["awards.AwardEditionPage"]
    parent_page_types = ["publishing.HomePage"]
    max_count = 1

    class Meta:
        verbose_name = _("Kumpulan penghargaan")

    def permissions_for_user(self, user):
        return SectionPermissionTester(user, self)


class EditionPermissionTester(RolePagePermissionTester):
    """The award secretary of the organising unit edits; a draft goes public by opening alone."""

    @property
    def _is_secretary(self) -> bool:
        return self.user.is_active and (self.user.is_superuser or "change" in self.permissions)

    def can_publish(self):
        return self._is_secretary and self.page.state != EditionState.DRAFT

    def can_submit_for_moderation(self):
        return False

    def can_unpublish(self):
        return False

    def can_delete(self, ignore_bulk=False):
        return self.page.state == EditionState.DRAFT and self._is_secretary


class AwardEditionPage(BasePage):
    """An edition. Its text follows Wagtail's revisions; the rules of the game do not.

    ``FACTS`` are always read from the row, never from a revision; from opening on so are ``GAME``
    and the rubric. No editor, old revision or scheduled publish can then move a deadline or a
    weight unseen: only services do, with an audit event.
    """

    TIMELINE = (
        "nominations_open",
        "nominations_close",
        "review_close",
        "public_test_open",
        "public_test_close",
    )
    FACTS = ("state", "zone", *TIMELINE)
    GAME = ("slug", "year", "unit")
    GAME_RELATIONS = ("categories", "criteria")

    year = models.PositiveSmallIntegerField(
        _("tahun"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="+",
        verbose_name=_("satuan penyelenggara"),
        help_text=_("Anggota satuan ini dan semua satuan di bawahnya dapat diusulkan."),
    )
    state = models.CharField(
        max_length=11, choices=EditionState, default=EditionState.DRAFT, editable=False
    )
    zone = models.CharField(
        _("zona waktu"), max_length=40, choices=[(z, z) for z in ZONES], default="Asia/Jakarta"
    )
    nominations_open = models.DateTimeField(_("usulan dibuka"))
    nominations_close = models.DateTimeField(_("usulan ditutup"))
    review_close = models.DateTimeField(_("penilaian ditutup"))
    public_test_open = models.DateTimeField(_("uji publik dibuka"), null=True, blank=True)
    public_test_close = models.DateTimeField(_("uji publik ditutup"), null=True, blank=True)
    summary = models.CharField(_("ringkasan"), max_length=400)
    introduction = RichTextField(_("pengantar"), features=RICH_TEXT)
    rules = RichTextField(_("aturan"), features=RICH_TEXT, blank=True)

    page_rights = UnitRights(
        unit="unit__path",
        readers=(Role.AWARD_SECRETARY,),
        actions={Role.AWARD_SECRETARY: PUBLISH},
    )
    parent_page_types = ["awards.AwardIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("edisi penghargaan")
        verbose_name_plural = _("edisi penghargaan")

    @property
    def unit_path(self) -> str:
        return self.unit.path if self.unit_id else ""

    @property
    def audit_chain(self) -> str:
        return f"award/{self.pk}"

    @property
    def address(self) -> str:
        return f"/penghargaan/{self.slug}/"

    @property
    def is_announced(self) -> bool:
        return self.state in ANNOUNCED

    @cached_property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def permissions_for_user(self, user):
        return EditionPermissionTester(user, self)

    def _keep_what_is_fixed(self, *, lock: bool = False) -> None:
        """Take over from the row what no text may change, whatever this object holds."""
        rows = AwardEditionPage.objects.filter(pk=self.pk)
        row = (rows.select_for_update(of=("self",)) if lock else rows).first()
        if row is None:
            return
        for name in self.FACTS:
            setattr(self, name, getattr(row, name))
        if row.state == EditionState.DRAFT:
            return
        for name in self.GAME:
            setattr(self, name, getattr(row, name))
        for relation in self.GAME_RELATIONS:
            # Without an entry here modelcluster reads, and saves, the rows themselves.
            self.__dict__.get("_cluster_related_objects", {}).pop(relation, None)

    def with_content_json(self, content):
        page = super().with_content_json(content)
        page._keep_what_is_fixed()
        return page

    @transaction.atomic
    def save(self, clean=True, **kwargs):
        """Saves the text; state, dates and (once open) rubric stay as services left them."""
        if self.pk:
            self._keep_what_is_fixed(lock=True)
        return super().save(clean=clean, **kwargs)

    def copy(self, *args, **kwargs):
        """A copied edition begins at the beginning."""
        fresh = {"state": EditionState.DRAFT}
        kwargs["update_attrs"] = fresh | (kwargs.get("update_attrs") or {})
        return super().copy(*args, **kwargs)

    def clean(self):
        super().clean()
        if errors := self.timeline_errors():
            raise ValidationError(errors)

    def timeline_errors(self) -> dict[str, str]:
        """What is wrong with the order of the dates, by field."""
        order = [
            ("nominations_open", self.nominations_open),
            ("nominations_close", self.nominations_close),
            ("review_close", self.review_close),
        ]
        errors: dict[str, str] = {}
        for (_name, before), (name, after) in pairwise(order):
            if before and after and after <= before:
                errors[name] = gettext("Harus sesudah tanggal sebelumnya.")
        begins, ends = self.public_test_open, self.public_test_close
        if bool(begins) != bool(ends):
            errors["public_test_close"] = gettext("Isi awal dan akhir uji publik, atau kosongkan.")
        elif begins and ends and ends <= begins:
            errors["public_test_close"] = gettext("Harus sesudah tanggal sebelumnya.")
        elif begins and self.review_close and begins < self.review_close:
            errors["public_test_open"] = gettext("Uji publik dimulai sesudah penilaian ditutup.")
        return errors

    def opening_obstacles(self) -> list[str]:
        """What still stands between this edition and its opening, as sentences."""
        found = list(dict.fromkeys(self.timeline_errors().values()))
        if not self.categories.exists():
            found.append(gettext("Belum ada kategori."))
        found += rubric_errors(
            [(criterion.weight, criterion.tie_role) for criterion in self.criteria.all()]
        )
        return found

    def serve_preview(self, request, mode_name):
        """The preview is drawn from the same item as the public page."""
        return render_preview(request, adapter_for(self).to_item(self))

    def get_url_parts(self, request=None):
        """The permanent address instead of the one in the page tree."""
        parts = super().get_url_parts(request)
        if not parts or not parts[2]:
            return parts
        site_id, root_url, _path = parts
        return site_id, root_url, self.address


class AreaClass(models.TextChoices):
    ANY = "any", _("Semua wilayah")
    DESA = "desa", _("Desa")
    KELURAHAN = "kelurahan", _("Kelurahan")
    BORDER = "border", _("Perbatasan dan pedalaman")


class Category(Orderable):
    """What one may be nominated for, once an edition."""

    edition = ParentalKey(AwardEditionPage, on_delete=models.CASCADE, related_name="categories")
    name = models.CharField(_("nama"), max_length=150)
    description = models.TextField(_("penjelasan"), max_length=1000)
    area_class = models.CharField(
        _("golongan wilayah"), max_length=10, choices=AreaClass, default=AreaClass.ANY
    )

    class Meta(Orderable.Meta):
        verbose_name = _("kategori")
        verbose_name_plural = _("kategori")

    def __str__(self):
        return self.name


class TieRole(models.TextChoices):
    NONE = "", _("Tidak memutus nilai sama")
    INTEGRITY = "integrity", _("Pemutus pertama: integritas")
    IMPACT = "impact", _("Pemutus kedua: dampak")


class Criterion(Orderable):
    """One line of the rubric: a weight, and a sentence for each mark from 0 to 5."""

    edition = ParentalKey(AwardEditionPage, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(_("nama"), max_length=120)
    description = models.CharField(_("penjelasan"), max_length=500, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("bobot"),
        validators=[MinValueValidator(1), MaxValueValidator(WEIGHT_SUM)],
        help_text=_("Semua bobot berjumlah 100."),
    )
    may_be_na = models.BooleanField(
        _("boleh “tidak dapat dinilai”"), default=True, help_text=_("Tidak pernah berarti nol.")
    )
    tie_role = models.CharField(
        _("bila nilai sama"), max_length=9, choices=TieRole, default=TieRole.NONE, blank=True
    )
    anchor_0 = models.CharField(_("arti nilai 0"), max_length=200)
    anchor_1 = models.CharField(_("arti nilai 1"), max_length=200)
    anchor_2 = models.CharField(_("arti nilai 2"), max_length=200)
    anchor_3 = models.CharField(_("arti nilai 3"), max_length=200)
    anchor_4 = models.CharField(_("arti nilai 4"), max_length=200)
    anchor_5 = models.CharField(_("arti nilai 5"), max_length=200)

    class Meta(Orderable.Meta):
        verbose_name = _("kriteria")
        verbose_name_plural = _("kriteria")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weight__gte=1, weight__lte=WEIGHT_SUM),
                name="criterion_weight_in_range",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def anchors(self) -> list[tuple[int, str]]:
        """(mark, what it means), lowest first."""
        return [(mark, getattr(self, f"anchor_{mark}")) for mark in range(SCALE_MAX + 1)]


def rubric_errors(lines: list[tuple[int, str]]) -> list[str]:
    """What is wrong with a rubric, given (weight, tie role) of each line, as sentences."""
    found = []
    total = sum(weight for weight, _role in lines)
    if total != WEIGHT_SUM:
        found.append(gettext("Jumlah bobot sekarang %(sum)d; harus tepat 100.") % {"sum": total})
    tie_roles = [role for _weight, role in lines]
    for role in (TieRole.INTEGRITY, TieRole.IMPACT):
        if tie_roles.count(role) != 1:
            found.append(
                gettext("Tandai tepat satu kriteria sebagai “%(role)s”.") % {"role": role.label}
            )
    return found
