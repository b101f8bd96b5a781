"""What the public reads: a page that an editor makes from one or more reports."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.http import HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.blocks import BlockQuoteBlock, CharBlock, ListBlock, RichTextBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Orderable, Revision
from wagtail.search import index
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from cms.base.errors import Invalid
from cms.base.models import BasePage
from cms.media.descriptions import describes_nothing
from cms.media.models import Photo, ProtectMark, Video
from cms.media.permissions import publishable
from cms.people import roles
from cms.people.models import Officer, Role
from cms.people.page_rights import SectionPermissionTester
from cms.places.models import Region, Unit
from cms.places.zones import WEST
from publishing.registry import adapter_for
from publishing.site.item_page import render_preview
from stories.models.page_permissions import (
    STORIES_RIGHTS,
    STORY_RIGHTS,
    StoryPermissionTester,
)
from stories.models.report import Report
from stories.models.terms import Activity, Programme, Topic

PROTECTION_NOTE_MIN = 10
RICH_TEXT = ["bold", "italic", "link", "ol", "ul", "h2", "h3"]


class QuoteBlock(StructBlock):
    """Somebody's words, with who said them."""

    quote = BlockQuoteBlock(label=_("Kutipan"))
    attribution = CharBlock(label=_("Siapa"), max_length=150, required=False)

    class Meta:
        icon = "openquote"
        label = _("Kutipan")


class FigureBlock(StructBlock):
    """A photo with its caption. The alternative text lives in the image block."""

    image = ImageBlock(label=_("Foto"))
    caption = CharBlock(label=_("Keterangan"), max_length=300, required=False)

    class Meta:
        icon = "image"
        label = _("Foto")


class StoryIndexPage(BasePage):
    """Parent of all stories in the page tree; the public list is publishing's, not this page."""

    page_rights = STORIES_RIGHTS
    subpage_types = ["stories.StoryPage"]
    parent_page_types = ["publishing.HomePage"]
    max_count = 1

    class Meta:
        verbose_name = _("Kumpulan cerita")

    def permissions_for_user(self, user):
        return SectionPermissionTester(user, self)


class StoryPage(BasePage):
    """A *cerita*. Public under ``/cerita/<year>/<month>/<slug>/`` once released."""

    summary = models.CharField(
        _("ringkasan"), max_length=400, help_text=_("Dua kalimat: apa yang terjadi, apa hasilnya.")
    )
    body = StreamField(
        [
            ("paragraph", RichTextBlock(features=RICH_TEXT, label=_("Paragraf"))),
            ("figure", FigureBlock()),
            ("gallery", ListBlock(FigureBlock(), icon="image", label=_("Galeri"))),
            ("video", VideoChooserBlock(icon="media", label=_("Video"))),
            ("audio", AudioChooserBlock(label=_("Rekaman suara"))),
            ("quote", QuoteBlock()),
        ],
        verbose_name=_("isi"),
        blank=True,
    )
    lead_photo = models.ForeignKey(
        Photo,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("foto utama"),
    )
    lead_alt = models.CharField(
        _("teks alternatif foto utama"),
        max_length=250,
        blank=True,
        help_text=_(
            "Apa yang terlihat, untuk pembaca yang tidak dapat melihatnya. Bila kosong, dipakai "
            "teks pada foto itu sendiri."
        ),
    )
    village = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("desa/kelurahan"),
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("satuan")
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, verbose_name=_("kegiatan")
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, verbose_name=_("program")
    )
    topics = ParentalManyToManyField(Topic, blank=True, verbose_name=_("topik"))
    happened_at = models.DateTimeField(_("waktu kegiatan"), null=True, blank=True)
    language = models.CharField(
        _("bahasa"), max_length=2, choices=[("id", "Indonesia"), ("en", "English")], default="id"
    )

    public_path = models.CharField(
        max_length=300,
        blank=True,
        editable=False,
        help_text=_("Alamat tetap, ditentukan saat pertama terbit."),
    )
    protection_note = models.CharField(
        _("bagaimana orangnya dilindungi"),
        max_length=500,
        blank=True,
        help_text=_(
            "Wajib bila laporan asalnya menandai anak, korban, saksi, petugas tertutup, atau "
            "perkara yang masih berjalan: tulis apa yang sudah dilakukan."
        ),
    )
    officer_note = models.TextField(
        _("catatan untuk pelapor"),
        max_length=1000,
        blank=True,
        help_text=_(
            "Apa yang Anda ubah, dan mengapa: dibaca petugas yang menulis laporannya, setelah "
            "cerita terbit. Tidak pernah tampil di luar."
        ),
    )
    protection_resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    protection_resolved_at = models.DateTimeField(null=True, blank=True, editable=False)

    page_rights = STORY_RIGHTS
    parent_page_types = ["stories.StoryIndexPage"]
    subpage_types: list[str] = []
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.FilterField("unit_id"),
    ]

    class Meta:
        verbose_name = _("cerita")
        verbose_name_plural = _("cerita")
        constraints = [
            models.UniqueConstraint(
                fields=["public_path"],
                condition=~models.Q(public_path=""),
                name="story_public_path_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["embargo_until"],
                condition=models.Q(embargo_until__isnull=False),
                name="story_embargo",
            )
        ]

    @property
    def unit_path(self) -> str:
        return self.unit.path if self.unit_id else ""

    @property
    def audit_chain(self) -> str:
        return f"stories:{self.unit_path[:8]}"

    @property
    def address(self) -> str:
        """The permanent address, or where the story would go if it were published now."""
        if self.public_path:
            return self.public_path
        first = (self.first_published_at or timezone.now()).astimezone(ZoneInfo(WEST))
        return f"/cerita/{first:%Y}/{first:%m}/{self.slug}/"

    def permissions_for_user(self, user):
        return StoryPermissionTester(user, self)

    def with_content_json(self, content):
        """An old revision is read with today's address and identity, which never go back, and with
        today's unit when it has none: nobody could open it."""
        page = super().with_content_json(content)
        page.public_path = self.public_path
        page.public_id = self.public_id
        if page.unit_id is None:
            page.unit = self.unit
        return page

    def publish(self, revision, user=None, **kwargs):
        """As every page, by a publisher of the unit that the text to be published names: a draft
        may give the story to another unit than the page's until now. Raises Refused."""
        if user is not None and not user.is_superuser:
            unit_path = revision.as_object().unit_path
            roles.may(user, Role.PUBLISHER, unit_path=unit_path).require()
        return super().publish(revision, user=user, **kwargs)

    def copy(self, *args, **kwargs):
        """A copied story is another one: no address, nothing resolved, nothing corrected yet."""
        fresh = {
            "public_path": "",
            "protection_note": "",
            "officer_note": "",
            "protection_resolved_by": None,
            "protection_resolved_at": None,
        }
        kwargs["update_attrs"] = fresh | (kwargs.get("update_attrs") or {})
        kwargs["exclude_fields"] = ["corrections", *(kwargs.get("exclude_fields") or [])]
        return super().copy(*args, **kwargs)

    def save(self, clean=True, **kwargs):
        """Saves; refuses (Invalid) to go live while :meth:`publish_obstacles` names something.

        Wagtail saves a live page with ``clean`` only to publish it, from whichever door.
        """
        if clean and self.live and not self.is_withdrawn:
            obstacles = self.publish_obstacles()
            if obstacles:
                raise Invalid(" ".join(obstacles))
        return super().save(clean=clean, **kwargs)

    def figures(self) -> Iterator[tuple[Photo, str]]:
        """Every photo of the story in reading order with its caption, the lead photo first."""
        if self.lead_photo_id:
            yield self.lead_photo, ""
        yield from figures_in(self.body)

    def photos(self) -> list[Photo]:
        """Each photo once, in reading order."""
        return list({photo.pk: photo for photo, _caption in self.figures()}.values())

    def videos(self) -> list[Video]:
        """Each video and recording once, in reading order."""
        return list({video.pk: video for video in films_in(self.body)}.values())

    def publish_obstacles(self) -> list[str]:
        """What still stands between this story and the public, as sentences for the editor."""
        return [*self.release_obstacles(), *self._words_that_tell_nothing()]

    def _words_that_tell_nothing(self) -> list[str]:
        found = []
        lead = self.lead_photo
        if lead and describes_nothing(self.lead_alt or lead.default_alt_text, title=lead.title):
            found.append(
                gettext("Teks alternatif foto utama hanya judul atau nama berkas: tulis isinya.")
            )
        for photo, _caption in figures_in(self.body):
            text = "" if photo.decorative else photo.contextual_alt_text or ""
            if describes_nothing(text, title=photo.title):
                found.append(
                    gettext(
                        "Teks alternatif foto “%(title)s” hanya judul atau nama berkas: tulis "
                        "isinya."
                    )
                    % {"title": photo.title}
                )
        for film in self.videos():
            if not film.alt_text or describes_nothing(film.alt_text, title=film.title):
                found.append(
                    gettext("“%(title)s” belum diuraikan: tulis isinya di pustaka media.")
                    % {"title": film.title}
                )
        return found

    def release_obstacles(self) -> list[str]:
        """Why this story may not be public, nor stay so; what is asked only of new texts is not
        among them (:meth:`publish_obstacles`)."""
        found = []
        if not self.summary.strip():
            found.append(gettext("Ringkasan belum diisi."))
        if not self.unit_id:
            found.append(gettext("Satuan belum dipilih."))
        lead = self.lead_photo
        if lead and not (self.lead_alt or lead.alt_text or lead.is_decorative):
            found.append(
                gettext(
                    "Foto utama belum punya teks alternatif: tulis di bawah fotonya, atau tandai "
                    "foto itu sebagai hiasan."
                )
            )
        for photo, _caption in figures_in(self.body):
            if not (photo.contextual_alt_text or photo.decorative):
                found.append(
                    gettext("Foto “%(title)s” dalam isi belum punya teks alternatif.")
                    % {"title": photo.title}
                )
        reports = self._marked_reports()
        marked = _marks_of(reports)
        verdict = publishable(photos=self.photos(), videos=self.videos(), is_marked=bool(marked))
        if not verdict:
            found.append(verdict.reason)
        if self._shows_undercover(reports):
            found.append(
                gettext(
                    "Petugas yang menulis laporannya bertugas tertutup: keluarkan dari daftar "
                    "Bhabinkamtibmas dan dari kredit foto dan videonya."
                )
            )
        if marked and len(self.protection_note.strip()) < PROTECTION_NOTE_MIN:
            found.append(
                gettext(
                    "Laporan asalnya ditandai “%(marks)s”. Tulis pada “Bagaimana orangnya "
                    "dilindungi” apa yang sudah dilakukan."
                )
                % {"marks": ", ".join(marked)}
            )
        return found

    def marked_sources(self) -> list[str]:
        """The protect marks, in words, of the reports this story was made from."""
        return _marks_of(self._marked_reports())

    def _marked_reports(self) -> list[Report]:
        if not self.pk:
            return []
        reports = Report.objects.filter(story_source__page_id=self.pk).exclude(protect_mark="")
        return list(reports.select_related("officer").defer("text"))

    def _shows_undercover(self, reports: list[Report]) -> bool:
        """Whether an undercover officer among the senders of ``reports`` is in the people of the
        story, or in the credit of what it shows."""
        hidden = {r.officer for r in reports if r.protect_mark == ProtectMark.UNDERCOVER}
        if not hidden:
            return False
        named = {link.officer_id for link in self.story_officers.all()}
        credits = [thing.credit.casefold() for thing in (*self.photos(), *self.videos())]
        return any(
            officer.pk in named or any(officer.name.casefold() in words for words in credits)
            for officer in hidden
        )

    def serve(self, request, *args, **kwargs):
        """The page tree's own address is nobody's: it leads to the permanent one."""
        return HttpResponsePermanentRedirect(self.address)

    def serve_preview(self, request, mode_name):
        """What a reader would get, through the public template."""
        return render_preview(request, adapter_for(self).to_item(self))

    def get_url_parts(self, request=None):
        """The permanent address instead of the one in the page tree."""
        parts = super().get_url_parts(request)
        if not parts or not parts[2]:
            return parts
        site_id, root_url, _path = parts
        return site_id, root_url, self.address


def films_in(body) -> Iterator[Video]:
    """The videos and recordings of a story's body in reading order."""
    for block in body:
        if block.block_type in {"video", "audio"} and block.value:
            yield block.value


def texts_in(body) -> Iterator[str]:
    """The paragraphs of a story's body, as rich text is stored."""
    for block in body:
        if block.block_type == "paragraph" and block.value:
            yield block.value.source


def _marks_of(reports: list[Report]) -> list[str]:
    return sorted({str(report.get_protect_mark_display()) for report in reports})


def figures_in(body) -> Iterator[tuple[Photo, str]]:
    """The photos of a story's body in reading order, each with its caption."""
    for block in body:
        if block.block_type == "figure":
            figures = [block.value]
        elif block.block_type == "gallery":
            figures = list(block.value)
        else:
            continue
        for figure in figures:
            if figure.get("image"):
                yield figure["image"], figure.get("caption") or ""


class StoryOfficer(Orderable):
    """An officer the story is about."""

    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="story_officers")
    officer = models.ForeignKey(
        Officer, models.PROTECT, related_name="story_links", verbose_name=_("Bhabinkamtibmas")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Bhabinkamtibmas dalam cerita")
        constraints = [
            models.UniqueConstraint(fields=["page", "officer"], name="story_officer_once")
        ]

    def __str__(self):
        return f"{self.page_id} – {self.officer}"


class StorySource(models.Model):
    """A report that a story was made from. A report becomes at most one story."""

    page = models.ForeignKey(StoryPage, models.CASCADE, related_name="sources")
    report = models.OneToOneField(Report, models.PROTECT, related_name="story_source")
    # Ids of the blocks that accepting it wrote, so that they can be taken out again.
    block_ids = models.JSONField(default=list, blank=True)
    first_revision = models.ForeignKey(
        Revision, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("sumber cerita")

    def __str__(self):
        return f"{self.page_id} ← {self.report_id}"
