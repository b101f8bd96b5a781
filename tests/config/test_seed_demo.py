"""The demo on a handful of places: it runs to its end, and says the same each time."""

import io
import random
from pathlib import Path

import pytest
from django.core.management import call_command

from awards.models import AwardEditionPage, EditionState, Nomination
from cms.config.demo import reports, texts
from cms.media import pictures
from cms.media.models import Upload
from cms.people.models import Officer
from cms.places.services.derive_units import derive_units
from publishing.models import ItemReads, PublishedItem
from stories.models import MediaAsset, Report, StoryPage
from tests.factories.awards import award_index
from tests.factories.people import OfficerFactory, place

pytestmark = pytest.mark.django_db

# Three districts with two villages each: the demo's first officer serves Bali.
VILLAGES = (
    "51.03.01.1001",
    "51.03.01.1002",
    "32.01.01.1001",
    "32.01.01.1002",
    "53.04.01.1001",
    "53.04.01.1002",
)


@pytest.fixture
def places():
    """The villages and their units."""
    for number, code in enumerate(VILLAGES):
        place(code, f"Sukamaju {number}")
    derive_units()
    award_index()


def _told(officers) -> list[tuple]:
    return [
        (
            occasion.key,
            occasion.officer.pk,
            occasion.village.pk,
            texts.report(
                random.Random(occasion.key),
                activity=occasion.activity.slug.replace("-", "_"),
                programme=occasion.programme and occasion.programme.slug.replace("-", "_"),
                village=occasion.names.village,
                district=occasion.names.district,
                regency=occasion.names.regency,
                officer=str(occasion.officer),
                province=occasion.names.province,
            ),
        )
        for occasion in reports.occasions(20, seed=7, officers=officers)
    ]


def _readers_get(photo) -> dict[tuple[str, str], bytes]:
    rows = photo.derivatives.all()
    return {(row.preset, row.content_type): Path(row.file.path).read_bytes() for row in rows}


def test_the_demo_is_made_whole_and_tells_the_same_twice(places):
    call_command("seed_demo", officers=3, reports=10, stories=7, verbosity=0)

    officers = list(Officer.objects.order_by("pk"))
    assert (len(officers), Report.objects.count()) == (3, 10)
    assert PublishedItem.objects.filter(kind="story").count() == 7
    assert not StoryPage.objects.filter(live=True, officer_note="").exists()
    public = set(PublishedItem.objects.values_list("public_id", flat=True))
    assert public == set(ItemReads.objects.filter(count__gt=0).values_list("public_id", flat=True))
    finished, *others = AwardEditionPage.objects.order_by("year")
    assert [edition.state for edition in (finished, *others)] == [
        EditionState.PUBLISHED,
        EditionState.REVIEW,
        EditionState.OPEN,
    ]
    states = set(
        Nomination.objects.filter(category__edition=finished).values_list("state", flat=True)
    )
    assert {"winner", "merged"} <= states
    assert _told(officers) == _told(officers)
    kept = list(MediaAsset.objects.order_by("pk").values())
    assert len(kept) > 10
    call_command("rebuild_library", verbosity=0, stdout=io.StringIO())
    assert list(MediaAsset.objects.order_by("pk").values()) == kept
    for upload in Upload.objects.filter(kind="photo").exclude(attachment=None):
        with open(upload.file.path, "rb") as original:
            sent, _taken_at = pictures.decode(original)
        made = {(file.preset, file.content_type): file.data for file in pictures.derive(sent)[1:]}
        assert _readers_get(upload.photo) == made


def test_a_second_demo_is_never_mixed_into_what_is_there(places):
    OfficerFactory()

    call_command("seed_demo", verbosity=0)

    assert not Report.objects.exists()
    assert Officer.objects.count() == 1
