"""Consent taken back, or run out: site, feeds, API, receivers, kept copies and files follow."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from cms.base.models import AuditEvent
from cms.media.models import Consent, DoomedFile, PublicUse
from cms.media.services.consent import record_consent, withdraw_consent
from cms.media.tasks import sweep_media
from cms.people.models import Role
from cms.people.services.portraits import settle_portrait
from publishing.edge import machine
from publishing.models import Delivery
from tests.edge.conftest import ask
from tests.edge.test_site import _publish, commit, site
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
    sweep_media()


@pytest.mark.parametrize("end", [_withdrawn, _ran_out])
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
    verb = "media.consent-withdrawn" if end is _withdrawn else "media.consent-expired"
    assert AuditEvent.objects.filter(verb=verb).count() == 1
    assert machine.stats()["hits"] >= 0
