"""What the public reads: a page that an editor makes from one or more reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.blocks import BlockQuoteBlock, CharBlock, ListBlock, RichTextBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Orderable
from wagtail.search import index
from wagtailmedia.blocks import VideoChooserBlock

from cms.base.models import BasePage
from cms.media.models import Photo
from cms.people.models import Officer
from cms.places.models import Region, Unit
from stories.models.report import Report
from stories.models.terms import Activity, Programme

RICH_TEXT = ["bold", "italic", "link", "ol", "ul", "h2", "h3"]


class QuoteBlock(StructBlock):
    """Somebody's words, with who said them."""

    quote = BlockQuoteBlock(label=_("Kutipan"))
    attribution = CharBlock(label=_("Siapa"), max_length=150, required=False)

    class Meta:
        icon = "openquote"
        label = _("Kutipan")
        template = "stories/blocks/quote.html"


class FigureBlock(StructBlock):
    """A photo with its caption. The alternative text lives in the image block."""

    image = ImageBlock(label=_("Foto"))
    caption = CharBlock(label=_("Keterangan"), max_length=300, required=False)

    class Meta:
        icon = "image"
        label = _("Foto")
        template = "stories/blocks/figure.html"


class StoryIndexPage(BasePage):
    """Parent of all stories in the page tree; the public list is publishing's, not this page."""

    subpage_types = ["stories.StoryPage"]
    max_count = 1

    class Meta:
        verbose_name = _("Kumpulan cerita")


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
    happened_at = models.DateTimeField(_("waktu kegiatan"), null=True, blank=True)
    language = models.CharField(
        _("bahasa"), max_length=2, choices=[("id", "Indonesia"), ("en", "English")], default="id"
    )

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


class StoryOfficer(Orderable):
    """An officer the story is about."""

    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="story_officers")
    officer = models.ForeignKey(
        Officer, models.PROTECT, related_name="story_links", verbose_name=_("Bhabinkamtibmas")
    )

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "officer"], name="story_officer_once")
        ]

    def __str__(self):
        return f"{self.page_id} – {self.officer}"


class StorySource(models.Model):
    """A report that a story was made from. A report becomes at most one story."""

    page = models.ForeignKey(StoryPage, models.CASCADE, related_name="sources")
    report = models.OneToOneField(Report, models.PROTECT, related_name="story_source")

    class Meta:
        verbose_name = _("sumber cerita")

    def __str__(self):
        return f"{self.page_id} ← {self.report_id}"
