"""Reports and stories; traits are named after where a report stands."""

import datetime
import io

import factory
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image
from wagtail.models import Page, Site, Workflow, WorkflowPage, WorkflowTask

from cms.media.models import Photo, Video
from cms.people.models import Role
from publishing.models import HomePage
from stories.models import (
    Activity,
    Programme,
    PublisherApproval,
    Report,
    ReportAttachment,
    ReportEvent,
    StoryIndexPage,
    StoryOfficer,
    StoryPage,
    StorySource,
)
from tests.factories.media import plain_video, prepared, ready_photo
from tests.factories.people import OfficerFactory, person, place

TEXT = (
    "Pagi itu kami berkeliling desa bersama ketua RT dan karang taruna.\n\n"
    "Warga sepakat menyalakan lagi pos ronda setiap malam Sabtu."
)


def png(colour: str = "teal", size: tuple[int, int] = (64, 48)) -> bytes:
    """A small real PNG of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG")
    return buffer.getvalue()


def photo_file(name: str = "sambang.png", colour: str = "teal") -> SimpleUploadedFile:
    """A PNG as a browser sends it."""
    return SimpleUploadedFile(name, png(colour), content_type="image/png")


def activity(slug: str = "sambang") -> Activity:
    """The activity ``slug``, made where a flushed test database lacks it."""
    return Activity.objects.get_or_create(slug=slug, defaults={"name": slug.title()})[0]


def programme(slug: str = "kearifan-lokal") -> Programme:
    """The programme ``slug``, made where a flushed test database lacks it."""
    return Programme.objects.get_or_create(slug=slug, defaults={"name": slug.title()})[0]


def story_index() -> StoryIndexPage:
    """The parent of all stories with its workflow; made again after a flush."""
    found = StoryIndexPage.objects.first()
    if found:
        return found
    root = Page.objects.filter(depth=1).first()
    if root is None:
        root = Page.add_root(
            title="Root", slug="root", content_type=ContentType.objects.get_for_model(Page)
        )
    home = root.add_child(instance=HomePage(title="Sambang", slug="sambang"))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    index = home.add_child(instance=StoryIndexPage(title="Cerita", slug="cerita"))
    workflow = Workflow.objects.create(name="Redaksi")
    task = PublisherApproval.objects.create(name="Persetujuan penerbit")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=index)
    return index


def described_photo(**fields) -> Photo:
    """A photo with all its derivatives and a text for those who cannot see it."""
    photo = ready_photo(**fields)
    photo.alt_text = "Warga di pos ronda"
    photo.save()
    return photo


def described_video(**fields) -> Video:
    """A small film with a text for those who cannot see it."""
    video = plain_video(**fields)
    video.alt_text = "Warga di pos ronda"
    video.save()
    return video


class ReportFactory(DjangoModelFactory):
    """A draft by a signed-up officer in Pondok Rajeg.

    Traits: ``submitted``, ``overdue``, ``claimed`` (``claimed_by`` an editor of the Polres),
    ``returned``, ``declined``, ``accepted``, ``published`` (these two with their story page), and
    ``with_photos=N``.
    """

    class Meta:
        model = Report
        skip_postgeneration_save = True

    officer = factory.SubFactory(OfficerFactory, signed_up=True)
    unit = factory.SelfAttribute("officer.unit")
    unit_path = factory.SelfAttribute("unit.path")
    activity = factory.LazyFunction(activity)
    village = factory.LazyFunction(place)
    happened_at = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(hours=3))
    title = factory.Sequence(lambda n: f"Sambang ke pos ronda RW {n}")
    text = TEXT
    has_consent = True

    class Params:
        submitted = factory.Trait(
            state="submitted",
            submitted_at=factory.LazyFunction(timezone.now),
            due_at=factory.LazyAttribute(lambda o: o.submitted_at + datetime.timedelta(hours=24)),
        )
        overdue = factory.Trait(
            submitted=True,
            submitted_at=factory.LazyFunction(
                lambda: timezone.now() - datetime.timedelta(hours=30)
            ),
        )
        claimed = factory.Trait(
            submitted=True,
            state="claimed",
            claimed_by=factory.LazyFunction(lambda: person(Role.EDITOR)),
            claimed_at=factory.LazyFunction(timezone.now),
        )
        returned = factory.Trait(submitted=True, state="returned")
        declined = factory.Trait(submitted=True, state="declined")
        accepted = factory.Trait(submitted=True, state="accepted")
        published = factory.Trait(submitted=True, state="published")

    @factory.post_generation
    def with_photos(report, create, extracted, **kwargs):
        for position in range(extracted or 0):
            upload = prepared(
                owner=report.officer.user,
                protect_mark=report.protect_mark,
                unit_path=report.unit_path,
            )
            ReportAttachment.objects.create(report=report, upload=upload, position=position)

    @factory.post_generation
    def history(report, create, extracted, **kwargs):
        """The events that lead to the report's state, and its story when it has one."""
        steps = {
            "submitted": ["submit"],
            "claimed": ["submit", "claim"],
            "returned": ["submit", "claim", "return"],
            "declined": ["submit", "claim", "decline"],
            "accepted": ["submit", "claim", "accept"],
            "published": ["submit", "claim", "accept", "publish"],
        }.get(report.state, [])
        notes = {"return": "Tolong tambahkan hasil musyawarahnya.", "decline": "Sudah dimuat."}
        states = {"submit": "submitted", "claim": "claimed", "accept": "accepted"}
        for event in steps:
            ReportEvent.objects.create(
                report=report,
                event=event,
                state=states.get(event, report.state),
                note=notes.get(event, ""),
            )
        if report.state in ("accepted", "published"):
            page = story_page(officer=report.officer, unit=report.unit, title=report.title)
            StorySource.objects.create(page=page, report=report)


def story_page(*, officer=None, unit=None, photos: int = 0, **fields) -> StoryPage:
    """A complete draft story about ``officer``, publishable as it stands."""
    officer = officer or OfficerFactory()
    defaults = {
        "title": "Warga menyalakan lagi pos ronda",
        "summary": "Warga Pondok Rajeg menyalakan lagi pos ronda. Malam kembali tenang.",
        "unit": unit or officer.unit,
        "village": place(),
        "activity": activity(),
        "programme": programme(),
        "happened_at": timezone.now(),
        "live": False,
        "body": [("paragraph", "<p>Pagi itu warga berkumpul.</p>")],
    }
    page = StoryPage(**(defaults | fields))
    if photos:
        page.lead_photo = described_photo()
        page.body = [
            *[(block.block_type, block.value) for block in page.body],
            *[("figure", figure(described_photo())) for _number in range(1, photos)],
        ]
    page.story_officers = [StoryOfficer(officer=officer, sort_order=0)]
    story_index().add_child(instance=page)
    page.save_revision(clean=False)
    return page


def figure(
    photo: Photo, *, alt_text: str = "Warga di pos ronda", caption: str = "Pos ronda"
) -> dict:
    """A figure block's value."""
    return {
        "image": {"image": photo, "alt_text": alt_text, "decorative": False},
        "caption": caption,
    }
