"""The course of an edition: dates to the second, a rubric that cannot move, the embargo."""

import datetime
import json
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from awards import deadlines, services
from awards.models import AwardEditionPage, AwardIndexPage, EditionState, Nomination
from awards.permissions import takes_nominations, takes_reviews
from cms.base import audit
from cms.base.errors import Conflict, DomainError, Invalid, Refused
from cms.base.models import AuditEvent
from cms.media.services.consent import record_consent
from cms.people.models import Notice, Role
from cms.people.services.portraits import set_portrait
from local_heroes.models import Recognition
from publishing.models import Delivery, PublishedItem, Subscription
from publishing.services import rebuild_items
from tests.factories.awards import REASON, Trial, draft_edition, nomination, open_edition, secretary
from tests.factories.people import OfficerFactory, person
from tests.factories.stories import described_photo

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Jakarta", "Ditutup Senin, 30 November 2026 pukul 23.59 WIB (UTC+7)"),
        ("Asia/Makassar", "Ditutup Senin, 30 November 2026 pukul 23.59 WITA (UTC+8)"),
        ("Asia/Jayapura", "Ditutup Senin, 30 November 2026 pukul 23.59 WIT (UTC+9)"),
    ],
)
def test_a_deadline_is_told_with_its_zone(zone, words):
    moment = datetime.datetime(2026, 11, 30, 23, 59, tzinfo=ZoneInfo(zone))

    with translation.override("id"):
        assert deadlines.closes_words(moment.astimezone(datetime.UTC), zone) == words


@pytest.mark.parametrize("zone", deadlines.ZONES)
def test_nominations_close_to_the_second_in_every_zone(zone):
    closes = datetime.datetime(2026, 11, 30, 23, 59, tzinfo=ZoneInfo(zone))
    edition = AwardEditionPage(
        state=EditionState.OPEN,
        zone=zone,
        nominations_open=closes - datetime.timedelta(days=30),
        nominations_close=closes.astimezone(datetime.UTC),
        review_close=closes + datetime.timedelta(days=30),
    )
    second = datetime.timedelta(seconds=1)

    assert takes_nominations(edition, closes)
    assert not takes_nominations(edition, closes + second)
    assert takes_nominations(edition, edition.nominations_open)
    assert not takes_nominations(edition, edition.nominations_open - second)
    edition.state = EditionState.REVIEW
    assert takes_reviews(edition, edition.review_close)
    assert not takes_reviews(edition, edition.review_close + second)


def test_a_late_nomination_is_refused_with_the_deadline():
    closed = timezone.now() - datetime.timedelta(seconds=1)
    edition = open_edition()
    AwardEditionPage.objects.filter(pk=edition.pk).update(nominations_close=closed)
    edition.refresh_from_db()

    with pytest.raises(Conflict) as refusal:
        nomination(edition)

    assert str(refusal.value) == f"{deadlines.closes_words(closed, edition.zone)}."
    assert not Nomination.objects.exists()


def test_opening_publishes_the_call(client):
    edition = open_edition()

    page = client.get(edition.address)

    assert page.status_code == 200
    assert "Berdedikasi" in page.content.decode()
    assert deadlines.closes_words(edition.nominations_close, edition.zone) in page.content.decode()


def test_opening_needs_weights_of_one_hundred():
    edition = draft_edition()
    edition.criteria.filter(weight=25).update(weight=24)

    with pytest.raises(Invalid, match="99"):
        services.open_edition(actor=secretary(), edition=edition)

    edition.refresh_from_db()
    assert (edition.state, edition.live) == (EditionState.DRAFT, False)


def test_no_old_revision_moves_the_rubric_or_a_date_of_an_opened_edition():
    edition = draft_edition()
    stale = edition.get_latest_revision_as_object()
    line = stale.criteria.first()
    line.weight, line.name = 1, "Diam-diam diubah"
    stale.criteria = [line]
    stale.title = "Judul baru"
    revision = stale.save_revision(clean=False)
    opened = services.open_edition(actor=secretary(), edition=edition)
    closes = opened.nominations_close

    revision.publish(skip_permission_checks=True)

    now = AwardEditionPage.objects.get(pk=edition.pk)
    assert now.title == "Judul baru"
    assert now.nominations_close == closes
    assert sum(criterion.weight for criterion in now.criteria.all()) == 100
    assert now.state == EditionState.OPEN


def test_dates_move_only_with_a_reason_once_open(client):
    actor = secretary()
    edition = open_edition(actor=actor)
    later = edition.nominations_close + datetime.timedelta(days=1)
    wanted = {"actor": actor, "edition": edition, "zone": edition.zone, "nominations_close": later}

    with pytest.raises(Invalid):
        services.change_timeline(**wanted)
    services.change_timeline(**wanted, reason="Jaringan di Papua putus tiga hari.")

    page = client.get(edition.address).content.decode()
    assert deadlines.closes_words(later, edition.zone) in page
    assert AuditEvent.objects.filter(verb="award.timeline_changed").count() == 1


def test_a_secretary_of_another_unit_runs_nothing():
    edition = open_edition(unit_code="POLDA-32")
    stranger = secretary("POLDA-31")

    with pytest.raises(Refused):
        services.close_edition(actor=stranger, edition=edition)
    services.close_edition(actor=secretary("POLDA-32"), edition=edition)


def test_steps_out_of_order_are_refused():
    actor = secretary()
    edition = open_edition(actor=actor)

    for act in (services.begin_review, services.begin_public_test, services.announce):
        with pytest.raises(DomainError):
            act(actor=actor, edition=edition)

    edition.refresh_from_db()
    assert edition.state == EditionState.OPEN


def test_review_begins_only_when_everything_is_ready():
    actor = secretary()
    edition = open_edition(actor=actor)
    nomination(edition)
    services.close_edition(actor=actor, edition=edition)

    with pytest.raises(Invalid) as refusal:
        services.begin_review(actor=actor, edition=edition)

    for word in ("belum diperiksa", "memenuhi syarat", "sedikitnya 3 juri", "ketua"):
        assert word in str(refusal.value)


def public_outputs(client, edition, officer) -> str:
    """Everything that somebody without an account can read about the edition."""
    pages = [
        "/",
        "/penghargaan/",
        edition.address,
        f"/en{edition.address}",
        f"/bhabinkamtibmas/{officer.slug}/",
        f"/cari/?q={edition.title}",
        "/feeds/site.rss",
        "/feeds/site.json",
        "/api/v1/items/",
        f"/api/v1/items/{edition.public_id}/",
        "/local-heroes/",
    ]
    texts = []
    for path in pages:
        response = client.get(path)
        assert response.status_code == 200, path
        # The officer's own page names the officer; the award must not be on it.
        text = response.content.decode()
        texts.append(text.replace(officer.name, "") if "/bhabinkamtibmas/" in path else text)
    texts += [bytes(delivery.document).decode() for delivery in Delivery.objects.all()]
    texts += [bytes(item.document).decode() for item in PublishedItem.objects.all()]
    texts += [json.dumps(item.data) for item in PublishedItem.objects.all()]
    return "\n".join(texts)


@pytest.fixture
def decided() -> Trial:
    Subscription.objects.create(channel="webhook", name="Penerima", config={})
    Subscription.objects.update(is_active=True)
    trial = Trial()
    officer = trial.nominations[0].officer
    officer.name, officer.slug = "Zulkarnain Pemenang Rahasia", "zulkarnain"
    officer.save()
    trial.conclude()
    return trial


def test_nothing_of_a_decision_leaks_before_the_announcement(decided, client):
    officer = decided.nominations[0].officer
    officer.refresh_from_db()

    said = public_outputs(client, decided.edition, officer)

    assert decided.edition.state == EditionState.DECIDED
    assert "Zulkarnain" not in said
    assert "berdamai" not in said
    assert "Menunggu pengumuman" not in said
    assert not Notice.objects.filter(user=officer.user).exists()
    assert not Recognition.objects.exists()
    assert set(Nomination.objects.values_list("state", flat=True)) == {"eligible"}


def test_rebuilding_the_read_model_leaks_nothing(decided, client):
    rebuild_items()

    assert "Zulkarnain" not in public_outputs(
        client, decided.edition, decided.nominations[0].officer
    )


def test_one_press_tells_everything(decided, client):
    decided.announce()

    officer = decided.nominations[0].officer
    page = client.get(decided.edition.address).content.decode()
    assert "Zulkarnain Pemenang Rahasia" in page
    assert "berdamai" in page
    assert "Tidak ada penerima" in page
    for path in ("/feeds/site.rss", "/feeds/site.json", "/api/v1/items/"):
        assert "Zulkarnain" in client.get(path).content.decode(), path
    assert Recognition.objects.get().officer == officer
    assert Recognition.objects.get().edition_path == decided.edition.address
    assert Notice.objects.filter(user=officer.user, path=decided.edition.address).count() == 1
    assert {n.state for n in Nomination.objects.all()} == {"winner", "not_selected"}


@pytest.mark.parametrize(("uses", "is_shown"), [(["site"], False), (["site", "award"], True)])
def test_announcement_shows_only_a_portrait_that_awards_are_agreed_for(
    decided, client, uses, is_shown
):
    officer, photo = decided.nominations[0].officer, described_photo()
    administrator = person("administrator", "MABES")
    said = {"given_by": "Zulkarnain", "purpose": "Foto diri", "evidence": "Formulir 1"}
    record_consent(
        actor=person("editor", "MABES"), photo=photo, subject="Zulkarnain", uses=uses, **said
    )
    set_portrait(actor=administrator, officer=officer, photo=photo)

    decided.announce()

    page = client.get(decided.edition.address).content.decode()
    assert any(row.public_file.url in page for row in photo.derivatives.all()) == is_shown
    assert "Zulkarnain Pemenang Rahasia" in page


def test_no_score_is_ever_public(decided, client):
    decided.announce()

    item = PublishedItem.objects.get(kind="award")
    text = json.dumps(item.data)

    assert "mean" not in text
    assert "votes" not in text
    assert "standing" not in text


def test_pressed_twice_it_is_one_announcement(decided):
    first = decided.announce()
    seq = PublishedItem.objects.get(kind="award").seq

    again = decided.announce()

    assert again == first
    assert PublishedItem.objects.get(kind="award").seq == seq
    assert Recognition.objects.count() == 1
    assert Notice.objects.filter(text__startswith="Selamat").count() == 1
    assert AuditEvent.objects.filter(verb="award.announced").count() == 1


def test_a_newer_draft_of_the_text_is_not_published_by_the_announcement(decided, client):
    draft = decided.edition.get_latest_revision_as_object()
    draft.introduction = "<p>Naskah yang belum selesai</p>"
    draft.save_revision()

    decided.announce()

    assert "Naskah yang belum" not in client.get(decided.edition.address).content.decode()


def test_only_the_secretary_announces(decided):
    with pytest.raises(Refused):
        services.announce(actor=decided.panel[0].user, edition=decided.edition)

    with pytest.raises(Refused):
        services.announce(actor=person(Role.PUBLISHER, "MABES"), edition=decided.edition)


def test_the_whole_course_is_in_one_sound_chain(decided):
    decided.announce()
    chain = decided.edition.audit_chain

    verbs = set(AuditEvent.objects.filter(chain=chain).values_list("verb", flat=True))

    assert audit.verify(chain) is None
    assert {
        "award.started",
        "award.opened",
        "award.nominated",
        "award.screened",
        "award.panelist_invited",
        "award.conflict_declared",
        "award.review_submitted",
        "award.decided",
        "award.announced",
    } <= verbs


def test_a_decision_can_be_taken_back_before_it_is_told(decided):
    services.revoke_decision(actor=decided.secretary, category=decided.category, reason=REASON)
    decided.edition.refresh_from_db()

    assert decided.edition.state == EditionState.REVIEW
    with pytest.raises(DomainError):
        decided.announce()
    decided.decide(decided.nominations[1])
    decided.announce()
    assert Recognition.objects.get().officer == decided.nominations[1].officer


def test_the_list_shows_editions(client):
    open_edition()

    assert "Bhabinkamtibmas Teladan" in client.get(reverse("awards:index")).content.decode()


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same_for_any_number(client, rows, django_assert_num_queries):
    actor = secretary()
    for _number in range(rows):
        open_edition(actor=actor)

    with django_assert_num_queries(1):
        assert client.get("/penghargaan/").status_code == 200


def test_an_officer_of_another_unit_is_out_of_the_edition():
    edition = open_edition(unit_code="POLDA-31")

    with pytest.raises(Refused):
        nomination(edition, officer=OfficerFactory())


def test_a_fresh_database_has_the_parent_of_editions():
    assert AwardIndexPage.objects.count() == 1


@pytest.mark.parametrize(("ahead", "word"), [(1, "Closes"), (-1, "Closed")])
def test_english_says_whether_a_deadline_is_still_ahead(ahead, word):
    moment = timezone.now() + datetime.timedelta(days=ahead)

    with translation.override("en"):
        assert deadlines.closes_words(moment, "Asia/Jakarta").startswith(f"{word} ")
