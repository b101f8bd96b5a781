"""The library's rows follow whatever changes a photo, film, report or story."""

import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.media.services import consent as consents
from cms.media.services.derivatives import make_private, make_public
from cms.media.services.ingest import ingest
from cms.media.services.redaction import redact
from cms.people.models import Role
from cms.people.services.portraits import set_portrait
from stories.models import AssetConsent, AssetUsage, MediaAsset, UnitCollection
from stories.services import intake
from stories.services.accept import accept
from stories.services.library import rows as library
from tests.factories.library import asset
from tests.factories.media import received
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.stories import ReportFactory, described_photo, figure, story_page

pytestmark = pytest.mark.django_db


def _again(row) -> MediaAsset:
    return MediaAsset.objects.get(pk=row.pk)


def test_files_of_a_draft_stay_with_their_officer_until_it_is_sent():
    report = ReportFactory()
    assert [asset(report=report), asset(report=report)] == [None, None]

    intake.save_report(
        actor=report.officer.user,
        report_id=report.pk,
        data=intake.ReportInput(
            activity_id=report.activity_id,
            village_code=report.village.code,
            happened_at=report.happened_at,
            title=report.title,
            text=report.text,
            has_consent=True,
        ),
        submit=True,
    )

    rows = list(MediaAsset.objects.order_by("id"))
    assert [row.report_id for row in rows] == [report.pk] * 2
    assert {row.officer_id for row in rows} == {report.officer_id}
    assert {row.village_code for row in rows} == {"32.01.01.1001"}
    assert {row.activity_id for row in rows} == {report.activity_id}
    assert {row.unit_path for row in rows} == {report.unit_path}


def test_row_of_a_photo_is_written_once_by_all_of_its_preparation():
    """A row for each of its steps would be most of their cost."""
    upload = received(unit_path=unit().path)

    with CaptureQueriesContext(connection) as seen:
        assert ingest(upload.pk)

    writes = [q["sql"] for q in seen if q["sql"].startswith('INSERT INTO "stories_mediaasset"')]
    row = MediaAsset.objects.get()
    assert len(writes) == 1
    assert (row.photo.upload, row.sha256) == (upload, upload.sha256)
    assert (row.state, row.unit_path) == ("ready", unit().path)


def test_row_follows_mark_consent_and_its_withdrawal():
    row = asset(unit_path=unit().path)
    editor = person(Role.EDITOR)
    assert (row.protect_mark, row.consent) == ("", AssetConsent.NONE)

    consents.set_mark(actor=editor, mark="child", photo=row.photo)
    until = timezone.localdate() + datetime.timedelta(days=9)
    given = consents.record_consent(
        actor=editor,
        photo=row.photo,
        subject="Ani",
        given_by="Ibu Ani",
        purpose="Situs",
        guardian="parent",
        evidence="Formulir 12",
        expires_on=until,
    )
    now = _again(row)
    assert (now.protect_mark, now.consent, now.consent_until) == ("child", "given", until)

    consents.withdraw_consent(actor=editor, consent=given)
    assert _again(row).consent == AssetConsent.WITHDRAWN

    consents.set_mark(actor=editor, mark="", photo=row.photo)
    assert _again(row).protect_mark == ""


def test_row_follows_words_tags_and_public_use():
    row = asset(alt_text="")
    assert not row.is_described
    photo = row.photo
    photo.alt_text, photo.credit = "Warga di pos ronda", "Humas Polres Bogor"
    photo.save()
    photo.tags.add("Pos Ronda")

    now = _again(row)
    assert "humas polres bogor" in now.words
    assert "pos ronda" in now.words
    assert now.is_described


def test_row_says_that_a_draft_shows_it_and_forgets_it():
    first, second = asset(), asset()
    page = story_page(lead_photo=first.photo)
    assert (_again(first).usage, _again(second).usage) == (AssetUsage.DRAFT, AssetUsage.NONE)

    page.lead_photo = second.photo
    page.save_revision()

    assert (_again(first).usage, _again(second).usage) == (AssetUsage.NONE, AssetUsage.DRAFT)


def test_row_knows_a_text_that_waits_for_its_hour():
    one, two = described_photo(), described_photo()
    page = story_page(body=[("figure", figure(one))])
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    scheduled = page.save_revision(approved_go_live_at=page.go_live_at, clean=False)
    page.body = [("figure", figure(two))]
    page.save_revision(clean=False)
    usage = {row.photo_id: row.usage for row in MediaAsset.objects.all()}
    assert usage == {one.pk: AssetUsage.DRAFT, two.pk: AssetUsage.DRAFT}

    scheduled.approved_go_live_at = None
    scheduled.save()

    usage = {row.photo_id: row.usage for row in MediaAsset.objects.all()}
    assert usage == {one.pk: AssetUsage.NONE, two.pk: AssetUsage.DRAFT}


def test_row_says_that_it_is_public_and_that_it_no_longer_is():
    photo = described_photo(unit_path=unit().path)

    make_public(photo=photo, used_by="story:x")
    assert MediaAsset.objects.get().usage == AssetUsage.PUBLIC
    make_private(photo=photo, used_by="story:x")
    assert MediaAsset.objects.get().usage == AssetUsage.NONE


def test_accepted_report_shows_its_files_as_in_a_draft():
    editor = person(Role.EDITOR)
    report = ReportFactory(claimed=True, claimed_by=editor)
    asset(report=report)
    asset(report=report)

    accept(actor=editor, report_id=report.pk)

    usages = MediaAsset.objects.values_list("usage", flat=True)
    assert list(usages) == [AssetUsage.DRAFT] * 2


def test_same_content_is_twins_until_one_goes():
    one, other = asset(content="sama"), asset(content="sama")
    assert _again(one).has_twin
    assert _again(other).has_twin

    other.photo.delete()
    library.sweep()

    assert not _again(one).has_twin


@pytest.mark.parametrize("kind", ["video", "audio"])
def test_film_and_recording_have_rows_of_their_kind(kind):
    row = asset(kind=kind, unit_path=unit().path)

    assert (row.kind, row.photo_id, row.unit_path) == (kind, None, unit().path)


def test_photo_lies_in_the_collection_of_its_unit_below_those_above():
    photo = asset(unit_path=unit().path).photo

    names = [c.name for c in photo.collection.get_ancestors(inclusive=True)][1:]
    assert names == ["Mabes Polri", "Polda 32", "Polres 3201", "Polsek 320101"]
    assert UnitCollection.objects.count() == 4

    asset(unit_path=unit().path)
    assert UnitCollection.objects.count() == 4, "made once"


def test_picture_put_into_a_units_collection_belongs_to_the_unit():
    asset(unit_path=unit().path)
    row = asset()
    assert row.unit_path == ""

    row.photo.collection = UnitCollection.objects.get(unit=unit()).collection
    row.photo.save()

    row.photo.refresh_from_db()
    assert row.photo.unit_path == unit().path
    assert row.photo.upload.unit_path == unit().path
    assert _again(row).unit_path == unit().path


def test_redacted_photo_keeps_its_row():
    photo = described_photo(unit_path=unit().path)
    before = MediaAsset.objects.get().pk

    redact(actor=person(Role.EDITOR), photo=photo, boxes=[[0.1, 0.1, 0.3, 0.3]])

    assert MediaAsset.objects.get().pk == before


def test_rebuild_gives_the_same_rows():
    asset(report=ReportFactory(submitted=True))
    asset(unit_path=unit().path, content="sama")
    asset(content="sama")
    asset(kind="video")
    before = list(MediaAsset.objects.order_by("photo", "video").values())

    MediaAsset.objects.all().delete()
    call_command("rebuild_library", verbosity=0)

    after = list(MediaAsset.objects.order_by("photo", "video").values())
    assert len(after) == 4
    assert [row | {"id": 0} for row in after] == [row | {"id": 0} for row in before]


@pytest.mark.parametrize("rows", [1, 5])
def test_refreshing_many_costs_the_same(rows, django_assert_num_queries):
    asset(content="sama")
    made = [asset(content="sama", unit_path=unit().path) for _n in range(rows)]

    with django_assert_num_queries(16):
        library.refresh([row.photo_id for row in made])


def test_officers_own_portrait_shows_only_once_it_is_public():
    officer = OfficerFactory(signed_up=True)
    photo = described_photo(owner=officer.user, unit_path=officer.unit.path)
    assert not MediaAsset.objects.exists()

    set_portrait(actor=person(Role.ADMINISTRATOR, "MABES"), officer=officer, photo=photo)

    assert MediaAsset.objects.get().usage == AssetUsage.PUBLIC
