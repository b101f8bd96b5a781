"""An officer who works undercover never becomes public through the story of their report."""

import pytest

from cms.base.errors import Invalid
from cms.people.models import Role
from stories.models import StoryOfficer, StoryPage
from stories.services import accept
from tests.factories.people import person
from tests.factories.stories import ReportFactory, described_photo, story_page

pytestmark = pytest.mark.django_db
SENTENCE = "bertugas tertutup"


def _undercover(user):
    return ReportFactory(claimed=True, claimed_by=user, with_photos=1, protect_mark="undercover")


def _obstacles(page) -> list[str]:
    newest = StoryPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return [sentence for sentence in newest.publish_obstacles() if SENTENCE in sentence]


def test_accepting_leaves_the_officer_out():
    user = person(Role.EDITOR)
    report = _undercover(user)

    page = accept.accept(actor=user, report_id=report.pk)

    assert list(page.story_officers.all()) == []
    assert report.officer.name not in page.lead_photo.credit
    assert _obstacles(page) == []


def test_joining_leaves_the_officer_out_and_the_others_in():
    user = person(Role.EDITOR)
    report, page = _undercover(user), story_page(unit=_undercover(user).unit)
    before = [link.officer for link in page.story_officers.all()]

    accept.accept_into(actor=user, report_id=report.pk, page_id=page.pk)

    newest = StoryPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [link.officer for link in newest.story_officers.all()] == before


def test_an_officer_of_an_ordinary_report_is_among_the_people():
    user = person(Role.EDITOR)
    report = ReportFactory(claimed=True, claimed_by=user)

    page = accept.accept(actor=user, report_id=report.pk)

    assert [link.officer for link in page.story_officers.all()] == [report.officer]


@pytest.mark.parametrize("where", ["people", "credit"])
def test_a_story_that_names_them_does_not_go_public(where):
    user = person(Role.EDITOR)
    report = _undercover(user)
    page = accept.accept(actor=user, report_id=report.pk)
    if where == "people":
        page.story_officers.add(StoryOfficer(officer=report.officer, sort_order=0))
    else:
        page.lead_photo = described_photo()
        page.lead_photo.credit = f"{report.officer} / {report.unit}"
        page.lead_photo.save()
    page.save_revision(clean=False)

    assert len(_obstacles(page)) == 1
    with pytest.raises(Invalid, match=SENTENCE):
        StoryPage.objects.get(pk=page.pk).get_latest_revision().publish(skip_permission_checks=True)
    assert not StoryPage.objects.get(pk=page.pk).live
