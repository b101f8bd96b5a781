"""Consent taken back or run out, a right of use that ended: site, feeds, API, receivers, kept
copies and files follow."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from cms.base.models import AuditEvent
from cms.media.models import Consent, DoomedFile, PublicUse
from cms.media.services.consent import record_consent, withdraw_consent
from cms.media.services.consent_endings import sweep_expired_consents
from cms.media.services.licence_endings import sweep_ended_licences
from cms.people.models import Role
from cms.people.services.portraits import settle_portrait
from local_heroes import services as heroes
from publishing.edge import machine
from publishing.models import Delivery, PublishedItem
from stories.models import StoryPage
from tests.edge.conftest import ask
from tests.edge.test_site import _publish, commit, site
from tests.factories.media import ready_video
from tests.factories.people import OfficerFactory, person
from tests.factories.publishing_events import receiver, told
from tests.factories.stories import described_photo, story_page

__all__ = ["commit", "site"]
pytestmark = pytest.mark.django_db
WORDS = {"subject": "Ibu S", "given_by": "Ibu S", "purpose": "Cerita", "evidence": "Formulir 1"}
LISTS = ("/", "/cerita/", "/feeds/site.rss", "/feeds/site.atom", "/feeds/site.json",
         "/api/v1/items/", "/bhabinkamtibmas/")  # fmt: skip


def _withdrawn(editor, consent):
    withdraw_consent(actor=editor, consent=consent)


def _ran_out(editor, consent):
    Consent.objects.filter(pk=consent.pk).update(
        expires_on=timezone.localdate() - timedelta(days=1)
    )
    sweep_expired_consents()


def _right_ended(editor, consent):
    thing = consent.photo or consent.video
    yesterday = timezone.localdate() - timedelta(days=1)
    type(thing).objects.filter(pk=thing.pk).update(licence_until=yesterday)
    sweep_ended_licences()


VERBS = {
    _withdrawn: "media.consent-withdrawn",
    _ran_out: "media.consent-expired",
    _right_ended: "media.licence-ended",
}


@dataclass
class Reach:
    """Where something is to be seen, asked once while it is public and once afterwards."""

    site: object
    pages: list[str]
    files: list[str]

    def ask(self) -> dict:
        found = {path: ask(self.site, path, host="localhost") for path in self.pages}
        return found | {path: ask(self.site, path, host="localhost") for path in self.files}

    def leaking(self, found: dict, names: list[str]) -> set[str]:
        return {
            path for path in self.pages if any(name.encode() in found[path].body for name in names)
        }


def _copies(thing) -> list[str]:
    return [row.public_file.name for row in thing.derivatives.all()]


def _gone(names: list[str]) -> None:
    assert not any(storages["public"].exists(name) for name in names)
    assert not PublicUse.objects.exists()
    assert not DoomedFile.objects.exists()


@pytest.mark.parametrize("end", VERBS)
def test_everything_public_goes_with_the_consent(site, commit, end):
    editor = person(Role.EDITOR, "MABES")
    hook = receiver()
    officer = OfficerFactory()
    photo = described_photo()
    consent = record_consent(actor=editor, photo=photo, expires_on=timezone.localdate(), **WORDS)
    with commit():
        page = _publish(story_page(officer=officer, lead_photo=photo, title="Dengan izin"))
        officer.portrait = photo
        officer.save()
        settle_portrait(officer=officer)
    names = [row.public_file.name for row in photo.derivatives.all()]
    files = [storages["public"].url(name) for name in names]
    addresses = [*LISTS, page.public_path, f"/api/v1/items/{page.public_id}/",
                 f"/bhabinkamtibmas/{officer.slug}/", *files]  # fmt: skip
    before = {path: ask(site, path, host="localhost") for path in addresses}
    assert all(before[path].status == 200 for path in addresses), before
    assert any(name in before[page.public_path].body.decode() for name in names)

    with commit():
        end(editor, consent)

    after = {path: ask(site, path, host="localhost") for path in addresses}
    assert after[page.public_path].status == 410
    assert after[f"/api/v1/items/{page.public_id}/"].status in (404, 410)
    assert [after[path].status for path in files] == [404] * len(files)
    pages = set(addresses) - set(files)  # a page that says "not found" names its own address
    leaking = {path for path in pages if any(n.encode() in after[path].body for n in names)}
    assert leaking == set()
    assert not any(storages["public"].exists(name) for name in names)
    assert not PublicUse.objects.exists()
    assert not DoomedFile.objects.exists()
    # The release had not been sent yet: the withdrawal overtook it.
    assert told(hook) == ["item.withdrawn"]
    assert Delivery.objects.filter(event="item.withdrawn").exists()
    assert AuditEvent.objects.filter(verb=VERBS[end]).count() == 1
    assert machine.stats()["hits"] >= 0


@pytest.mark.parametrize("end", VERBS)
def test_a_film_goes_from_everywhere_with_the_consent(site, commit, end):
    editor = person(Role.EDITOR, "MABES")
    hook = receiver()
    video = ready_video(unit_path=person(Role.EDITOR).role_assignments.get().unit.path)
    video.alt_text = "Warga menari"
    video.save()
    consent = record_consent(actor=editor, video=video, expires_on=timezone.localdate(), **WORDS)
    with commit():
        page = _publish(story_page(body=[("paragraph", "<p>Lihat.</p>"), ("video", video)]))
    names = _copies(video)
    reach = Reach(
        site,
        [*LISTS[:6], "/feeds/media/video.rss", "/api/v1/media/", page.public_path,
         f"/api/v1/items/{page.public_id}/"],
        [storages["public"].url(name) for name in names],
    )  # fmt: skip
    before = reach.ask()
    assert {path: answer.status for path, answer in before.items() if answer.status != 200} == {}
    assert {"/feeds/media/video.rss", "/api/v1/media/", page.public_path} <= reach.leaking(
        before, names
    )

    with commit():
        end(editor, consent)

    after = reach.ask()
    assert after[page.public_path].status == 410
    assert after[f"/api/v1/items/{page.public_id}/"].status in (404, 410)
    assert {after[path].status for path in reach.files} == {404}
    assert reach.leaking(after, names) == set()
    _gone(names)
    assert told(hook) == ["item.withdrawn"]


@pytest.mark.parametrize("end", VERBS)
def test_portrait_of_a_hero_goes_from_everywhere_with_the_consent(site, commit, end):
    editor, publisher = person(Role.EDITOR, "MABES"), person(Role.PUBLISHER, "POLRES-3201")
    officer = OfficerFactory(signed_up=True, posted=True)
    photo = described_photo()
    consent = record_consent(actor=editor, photo=photo, expires_on=timezone.localdate(), **WORDS)
    with commit():
        for number in range(3):
            story = story_page(officer=officer, title=f"Sambang {number}", slug=f"s-{number}")
            _publish(story)
            at = timezone.now() - timedelta(days=35 * number)
            StoryPage.objects.filter(pk=story.pk).update(first_published_at=at)
        profile = heroes.build_profile(actor=editor, officer=officer)
        profile.portrait = photo
        profile.save_revision()
        heroes.give_consent(actor=officer.user, page_id=profile.pk)
        heroes.propose(actor=editor, page_id=profile.pk)
        heroes.approve(actor=publisher, page_id=profile.pk)
        officer.portrait = photo
        officer.save()
        settle_portrait(officer=officer)
    item = PublishedItem.objects.get(kind="hero")
    names = _copies(photo)
    reach = Reach(
        site,
        [item.path, "/local-heroes/", "/feeds/local-heroes.json", "/feeds/local-heroes.rss",
         f"/api/v1/items/{item.public_id}/", f"/bhabinkamtibmas/{officer.slug}/"],
        [storages["public"].url(name) for name in names],
    )  # fmt: skip
    before = reach.ask()
    assert {path: answer.status for path, answer in before.items() if answer.status != 200} == {}
    assert {item.path, "/local-heroes/"} <= reach.leaking(before, names)
    card = item.data["extra"]["share_card"]["url"]

    with commit():
        end(editor, consent)

    after = reach.ask()
    assert {after[path].status for path in reach.files} == {404}
    assert reach.leaking(after, names) == set()
    _gone(names)
    assert after[item.path].status == 410
    assert ask(site, card, host="localhost").status in (404, 410)
