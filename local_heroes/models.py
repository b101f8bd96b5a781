"""Hero profiles: pages that an editor builds from what an officer's stories already show."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable

from cms.base.errors import Invalid
from cms.base.models import BasePage
from cms.media.descriptions import describes_nothing
from cms.media.models import Photo, public_name, public_storage
from cms.media.permissions import publishable
from cms.people.models import Officer, Role
from cms.people.page_rights import (
    EDIT,
    PUBLISH,
    RolePagePermissionTester,
    SectionPermissionTester,
    SectionRights,
    UnitRights,
)
from publishing.registry import adapter_for
from publishing.site.item_page import render_preview
from stories.models import StoryPage

MOMENTS_MIN = 3
MONTHS_MIN = 2


class ProfileState(models.TextChoices):
    BUILDING = "building", _("Sedang disusun")
    PROPOSED = "proposed", _("Menunggu persetujuan orang kedua")
    APPROVED = "approved", _("Disetujui")


class HeroIndexPage(BasePage):
    """Parent of all profiles in the page tree; the public list is drawn from what is published."""

    page_rights = SectionRights()
    subpage_types = ["local_heroes.HeroProfilePage"]
    parent_page_types = ["publishing.HomePage"]
    max_count = 1

    class Meta:
        verbose_name = _("Kumpulan Local Heroes")

    def permissions_for_user(self, user):
        return SectionPermissionTester(user, self)


class HeroPermissionTester(RolePagePermissionTester):
    """Nobody publishes a profile from the editor: it goes live by a second person's approval."""

    def can_publish(self):
        return False

    def can_submit_for_moderation(self):
        return False

    def can_delete(self, ignore_bulk=False):
        return not self.page.first_published_at and super().can_delete(ignore_bulk=ignore_bulk)


class HeroProfilePage(BasePage):
    """A *Local Heroes* profile: curated by people, never computed from a score.

    ``consent_*``, ``state``, ``proposed_*`` and ``approved_*`` are facts about the profile, not
    parts of its text: a revision never brings old ones back.
    """

    FACTS = (
        "state",
        "proposed_by_id",
        "proposed_at",
        "proposed_revision_id",
        "approved_by_id",
        "approved_at",
        "approved_revision_id",
        "consent_given_at",
        "consent_evidence",
        "consent_withdrawn_at",
        "share_card",
        "public_id",
    )

    officer = models.OneToOneField(
        Officer, models.PROTECT, related_name="hero_profile", verbose_name=_("Bhabinkamtibmas")
    )
    headline = models.CharField(
        _("satu kalimat"), max_length=160, help_text=_("Apa yang membuat orang ini dikenal warga.")
    )
    introduction = models.TextField(_("pengantar"), max_length=2000)
    portrait = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("potret")
    )
    signature_story = models.ForeignKey(
        StoryPage,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cerita utama"),
    )
    review_by = models.DateField(
        _("ditinjau lagi sebelum"), null=True, blank=True, help_text=_("Paling lama setahun.")
    )
    state = models.CharField(
        max_length=8, choices=ProfileState, default=ProfileState.BUILDING, editable=False
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, editable=False)
    proposed_revision = models.ForeignKey(
        "wagtailcore.Revision", models.SET_NULL, null=True, editable=False, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_revision = models.ForeignKey(
        "wagtailcore.Revision", models.SET_NULL, null=True, editable=False, related_name="+"
    )
    consent_given_at = models.DateTimeField(null=True, editable=False)
    consent_evidence = models.CharField(max_length=300, blank=True, editable=False)
    consent_withdrawn_at = models.DateTimeField(null=True, editable=False)
    share_card = models.FileField(
        upload_to=public_name, storage=public_storage, blank=True, editable=False, max_length=200
    )

    page_rights = UnitRights(
        unit="officer__unit__path",
        readers=(Role.EDITOR, Role.PUBLISHER, Role.LEADER),
        actions={Role.EDITOR: EDIT, Role.PUBLISHER: PUBLISH},
    )
    parent_page_types = ["local_heroes.HeroIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("headline"),
        FieldPanel("introduction"),
        FieldPanel("portrait"),
        PageChooserPanel("signature_story", "stories.StoryPage"),
        InlinePanel("moments", label=_("Bukti dari cerita terbit")),
        InlinePanel("quotes", label=_("Kutipan warga")),
        InlinePanel("impacts", label=_("Angka dampak")),
        FieldPanel("review_by"),
    ]

    class Meta:
        verbose_name = _("profil Local Heroes")
        verbose_name_plural = _("profil Local Heroes")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="approved")
                | ~models.Q(approved_by=models.F("proposed_by")),
                name="hero_approved_by_a_second_person",
            )
        ]

    @property
    def unit_path(self) -> str:
        return self.officer.unit.path if self.officer_id else ""

    @property
    def public_path(self) -> str:
        """The permanent address: the officer's slug never changes."""
        return f"/local-heroes/{self.officer.slug}/"

    @property
    def audit_chain(self) -> str:
        return f"local_heroes:{self.unit_path[:8]}"

    @property
    def has_consent(self) -> bool:
        return self.consent_given_at is not None and self.consent_withdrawn_at is None

    def permissions_for_user(self, user):
        return HeroPermissionTester(user, self)

    def with_content_json(self, content):
        page = super().with_content_json(content)
        for name in self.FACTS:
            setattr(page, name, getattr(self, name))
        return page

    def save(self, clean=True, **kwargs):
        """Saves; refuses (Invalid) to go live while :meth:`publish_obstacles` names something."""
        if clean and self.live and not self.is_withdrawn:
            obstacles = self.publish_obstacles()
            if obstacles:
                raise Invalid(" ".join(obstacles))
        return super().save(clean=clean, **kwargs)

    def content_obstacles(self) -> list[str]:
        """What the text still lacks before it may be proposed, as sentences for the editor."""
        return [*self._missing_content(), *self._words_that_tell_nothing()]

    def _missing_content(self) -> list[str]:
        found = []
        moments = [moment.story for moment in self.moments.all() if moment.story_id]
        months = {
            (story.first_published_at.year, story.first_published_at.month)
            for story in moments
            if story.first_published_at
        }
        if len(moments) < MOMENTS_MIN:
            found.append(
                gettext("Perlu sedikitnya %(count)d cerita terbit sebagai bukti.")
                % {"count": MOMENTS_MIN}
            )
        elif len(months) < MONTHS_MIN:
            found.append(
                gettext("Bukti harus berasal dari sedikitnya %(count)d bulan yang berbeda.")
                % {"count": MONTHS_MIN}
            )
        if any(not story.is_releasable for story in moments):
            found.append(gettext("Salah satu cerita bukti tidak lagi terbit."))
        if any(not quote.consent_evidence.strip() for quote in self.quotes.all()):
            found.append(gettext("Setiap kutipan warga perlu bukti persetujuannya."))
        if any(impact.story_id is None for impact in self.impacts.all()):
            found.append(gettext("Setiap angka perlu cerita sumbernya."))
        if self.portrait and not (self.portrait.alt_text or self.portrait.is_decorative):
            found.append(gettext("Potret belum punya teks alternatif."))
        if not self.officer.is_active:
            found.append(gettext("Bhabinkamtibmas ini tidak lagi aktif."))
        return found

    def _words_that_tell_nothing(self) -> list[str]:
        portrait = self.portrait
        if portrait and describes_nothing(portrait.default_alt_text, title=portrait.title):
            return [gettext("Teks alternatif potret hanya judul atau nama berkas: tulis isinya.")]
        return []

    def publish_obstacles(self) -> list[str]:
        """What still stands between this profile and the public."""
        return [*self.release_obstacles(), *self._words_that_tell_nothing()]

    def release_obstacles(self) -> list[str]:
        """Why this profile may not be public, nor stay so; what is asked only of new texts is not
        among them."""
        found = self._missing_content()
        if not self.has_consent:
            found.append(gettext("Bhabinkamtibmas yang bersangkutan belum menyetujui."))
        if self.approved_revision_id is None:
            found.append(gettext("Profil belum disetujui orang kedua."))
        elif self.live_revision_id != self.approved_revision_id:
            found.append(gettext("Naskah ini bukan yang disetujui orang kedua."))
        verdict = publishable(photos=[self.portrait] if self.portrait else [], videos=[])
        if not verdict:
            found.append(verdict.reason)
        return found

    @property
    def is_review_overdue(self) -> bool:
        return self.review_by is not None and self.review_by < timezone.localdate()

    def serve_preview(self, request, mode_name):
        """The preview is drawn from the same item, by the same template, as the public page."""
        return render_preview(request, adapter_for(self).to_item(self))

    def get_url_parts(self, request=None):
        """The permanent address instead of the one in the page tree."""
        parts = super().get_url_parts(request)
        if not parts or not parts[2]:
            return parts
        site_id, root_url, _path = parts
        return site_id, root_url, self.public_path


class HeroMoment(Orderable):
    """A published story as evidence, pinned to the text that was approved with the profile."""

    page = ParentalKey(HeroProfilePage, on_delete=models.CASCADE, related_name="moments")
    story = models.ForeignKey(
        StoryPage, models.PROTECT, related_name="+", verbose_name=_("cerita terbit")
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", models.SET_NULL, null=True, editable=False, related_name="+"
    )
    note = models.CharField(_("mengapa penting"), max_length=200, blank=True)

    panels = [PageChooserPanel("story", "stories.StoryPage"), FieldPanel("note")]

    class Meta(Orderable.Meta):
        verbose_name = _("bukti")

    def __str__(self):
        return f"{self.page_id} – {self.story_id}"


class HeroQuote(Orderable):
    """A resident's words about the officer; nobody is quoted without having agreed."""

    page = ParentalKey(HeroProfilePage, on_delete=models.CASCADE, related_name="quotes")
    quote = models.TextField(_("kutipan"), max_length=500)
    attribution = models.CharField(_("siapa"), max_length=150)
    consent_evidence = models.CharField(
        _("bukti persetujuan"), max_length=300, help_text=_("Misalnya rekaman suara, nomor arsip.")
    )

    panels = [FieldPanel("quote"), FieldPanel("attribution"), FieldPanel("consent_evidence")]

    class Meta(Orderable.Meta):
        verbose_name = _("kutipan warga")

    def __str__(self):
        return self.attribution


class HeroImpact(Orderable):
    """A figure that shows what changed, with the story it comes from."""

    page = ParentalKey(HeroProfilePage, on_delete=models.CASCADE, related_name="impacts")
    figure = models.CharField(_("angka"), max_length=20)
    label = models.CharField(_("artinya"), max_length=120)
    story = models.ForeignKey(
        StoryPage, models.PROTECT, null=True, related_name="+", verbose_name=_("cerita sumber")
    )

    panels = [
        MultiFieldPanel([FieldPanel("figure"), FieldPanel("label")]),
        PageChooserPanel("story", "stories.StoryPage"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("angka dampak")

    def __str__(self):
        return f"{self.figure} {self.label}"


class Recognition(models.Model):
    """An award an officer received: written by the announcement, shown as a ribbon."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="recognitions")
    title = models.CharField(_("penghargaan"), max_length=200)
    category = models.CharField(_("kategori"), max_length=150, blank=True)
    edition_path = models.CharField(max_length=300)
    year = models.PositiveSmallIntegerField(_("tahun"))
    recognised_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("pengakuan")
        verbose_name_plural = _("pengakuan")
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "edition_path", "category"], name="recognised_once"
            )
        ]

    def __str__(self):
        return f"{self.title} {self.year}"
