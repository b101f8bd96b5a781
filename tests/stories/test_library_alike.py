"""Photos that look alike: a filter of the library, and a hint beside each of them."""

import pytest
from django.urls import reverse

from cms.media.models import PhotoPrint
from cms.people.models import Role
from tests.factories.library import asset
from tests.factories.people import person, unit
from tests.factories.stories import ReportFactory

pytestmark = pytest.mark.django_db
FAR = "POLSEK-330101"


def looks(row, group=None) -> None:
    """Give the photo of ``row`` a print that is shared with ``group``."""
    upload = row.photo.upload
    group = group.photo.upload.pk if group else None
    PhotoPrint.objects.create(upload=upload, band_0=1, band_1=2, band_2=3, band_3=4, group=group)


@pytest.fixture
def row():
    """A photo that looks like one of the same unit and one far away, and like none of the rest."""
    first, second = asset(title="pertama", unit_path=unit().path), asset(unit_path=unit().path)
    second.photo.title = "kedua"
    second.photo.save()
    far, alone = asset(title="jauh", unit_path=unit(FAR).path), asset(unit_path=unit().path)
    for one in (first, second, far):
        looks(one, first)
    looks(alone)
    asset(title="tanpa ciri", unit_path=unit().path)
    asset(kind="video", title="film", unit_path=unit().path)
    return first


def test_those_that_look_alike_are_found(client, row):
    client.force_login(person(Role.EDITOR))

    found = client.get(reverse("stories_library:list"), {"mirip": "on"})

    titles = {tile.asset.title for tile in found.context["page"].tiles}
    assert titles == {"pertama", "kedua"}


def test_what_looks_alike_stands_beside_it_where_one_may_see_it(client, row):
    client.force_login(person(Role.EDITOR))

    page = client.get(reverse("stories_library:asset", args=[row.pk])).content.decode()

    beside = page.split("Foto yang mirip")[1].split("</section>")[0]
    assert "kedua" in beside
    assert "jauh" not in page
    assert "pertama" not in beside


def test_look_alike_that_is_still_its_officers_own_is_not_told_of(client):
    shown, hidden = asset(title="tampak", unit_path=unit().path), asset(unit_path=unit().path)
    looks(shown, shown)
    looks(hidden, shown)
    draft = ReportFactory()
    draft.attachments.create(upload=hidden.photo.upload, position=0)
    hidden.photo.upload.save()  # the library hears of a file, not of what it is attached to
    client.force_login(person(Role.EDITOR))

    found = client.get(reverse("stories_library:list"), {"mirip": "on"})

    assert [tile.asset.title for tile in found.context["page"].tiles] == []
