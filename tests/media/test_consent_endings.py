"""Consent that ends: who is told when, what health says; and the signed form, for whom it is."""

import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from cms.base.health import Light, survey
from cms.base.models import AuditEvent
from cms.media.models import Consent
from cms.media.services.consent import record_consent, withdraw_consent
from cms.media.services.consent_endings import sweep_reminders
from cms.media.services.derivatives import make_public
from cms.people.models import Notice, Role
from tests import files
from tests.factories.media import plain_video, ready_photo
from tests.factories.people import UserFactory, person, unit

pytestmark = pytest.mark.django_db
WORDS = {"subject": "Ibu S", "given_by": "Ibu S", "purpose": "Cerita", "evidence": "Formulir 1"}


@pytest.fixture
def editor():
    return person(Role.EDITOR, "POLSEK-320101")


def _photo():
    return ready_photo(data=files.png(160, 120), name="a.png", unit_path=unit("POLSEK-320101").path)


def _consent(actor, days, **fields):
    thing = fields or {"photo": _photo()}
    until = timezone.localdate() + timedelta(days=days)
    return record_consent(actor=actor, expires_on=until, **thing, **WORDS)


def _days_pass(consent, days_left):
    """As if the day were come on which so many are left."""
    until = timezone.localdate() + timedelta(days=days_left)
    Consent.objects.filter(pk=consent.pk).update(expires_on=until)


# --- reminders ---


@pytest.mark.parametrize(
    ("days", "told"), [(31, 0), (30, 1), (29, 1), (8, 1), (7, 1), (1, 1), (0, 1)]
)
def test_reminder_comes_within_thirty_days(editor, days, told):
    _consent(editor, days)

    assert sweep_reminders() == told
    assert Notice.objects.filter(user=editor).count() == told


def test_reminders_come_at_thirty_and_at_seven_days_each_once(editor):
    consent = _consent(editor, 31)
    heard = []
    for days_left in range(31, -1, -1):
        _days_pass(consent, days_left)
        for _round in range(2):
            if sweep_reminders():
                heard.append(days_left)

    assert heard == [30, 7]
    assert Notice.objects.filter(user=editor).count() == 2
    days = AuditEvent.objects.filter(verb="media.consent-reminded").order_by("pk")
    assert [event.data["days"] for event in days] == [30, 7]


def test_days_without_a_sweep_are_made_up_for(editor):
    consent = _consent(editor, 60)
    _days_pass(consent, 12)
    assert sweep_reminders() == 1
    _days_pass(consent, 2)

    assert sweep_reminders() == 1
    assert sweep_reminders() == 0


def test_consent_for_less_than_a_week_is_reminded_of_once(editor):
    _consent(editor, 5)

    assert (sweep_reminders(), sweep_reminders()) == (1, 0)


@pytest.mark.parametrize("end", ["withdrawn", "over", "endless"])
def test_nobody_is_reminded_of_what_no_longer_ends(editor, end):
    consent = _consent(editor, 10)
    if end == "withdrawn":
        withdraw_consent(actor=editor, consent=consent)
    else:
        yesterday = timezone.localdate() - timedelta(days=1)
        Consent.objects.update(expires_on=yesterday if end == "over" else None)

    assert sweep_reminders() == 0


@pytest.mark.parametrize(
    ("uses", "days", "told"),
    [
        (["site", "social"], 500, 0),
        (["site", "social", "press"], 6, 0),
        (["site"], 500, 1),
        (["site", "social"], 4, 1),
    ],
)
def test_nobody_is_reminded_of_what_was_renewed(editor, uses, days, told):
    photo = _photo()
    _consent(editor, 5, photo=photo)
    until = timezone.localdate() + timedelta(days=days)
    renewed = record_consent(actor=editor, photo=photo, uses=uses, expires_on=until, **WORDS)
    Consent.objects.filter(pk=renewed.pk).update(reminded_days=7)

    assert sweep_reminders() == told


def test_reminder_goes_to_who_recorded_it_and_the_nearest_editors(editor):
    near, far = person(Role.PUBLISHER, "POLSEK-320101"), person(Role.EDITOR, "POLDA-32")
    recorder = person(Role.EDITOR, "POLRES-3201")
    _consent(recorder, 20)

    sweep_reminders()

    told = set(Notice.objects.values_list("user_id", flat=True))
    assert told == {editor.pk, near.pk, recorder.pk}
    assert far.pk not in told
    notice = Notice.objects.filter(user=editor).get()
    assert "Ibu S" not in notice.text
    assert notice.path.startswith("/admin/perlindungan/foto/")


def test_reminder_of_a_film_leads_to_the_film(editor):
    video = plain_video(unit_path=unit("POLSEK-320101").path)
    _consent(editor, 20, video=video)

    sweep_reminders()

    notice = Notice.objects.filter(user=editor).get()
    assert notice.path == reverse("media_protection", args=["video", video.pk])


# --- health ---


def _ending():
    return next(finding for finding in survey() if finding.probe.name == "consents_ending")


@pytest.mark.parametrize(
    ("days", "is_public", "light"),
    [(7, True, Light.YELLOW), (8, True, Light.GREEN), (3, False, Light.GREEN)],
)
def test_health_counts_what_is_public_and_ends_within_a_week(editor, days, is_public, light):
    consent = _consent(editor, days)
    if is_public:
        make_public(photo=consent.photo, used_by="page:1")
        make_public(photo=consent.photo, used_by="page:2")

    finding = _ending()

    assert finding.light == light
    assert ("1 persetujuan" in finding.sentence) == (light == Light.YELLOW)


def test_health_counts_nothing_that_was_renewed(editor):
    consent = _consent(editor, 5)
    make_public(photo=consent.photo, used_by="page:1")
    record_consent(actor=editor, photo=consent.photo, **WORDS)

    assert _ending().light == Light.GREEN


def test_health_counts_films_too(editor):
    video = plain_video(unit_path=unit("POLSEK-320101").path)
    consent = _consent(editor, 2, video=video)
    make_public(video=video, used_by="page:1")
    assert _ending().light == Light.YELLOW

    withdraw_consent(actor=editor, consent=consent)

    assert _ending().light == Light.GREEN


# --- the signed form ---


def _form_on_paper():
    paper = io.BytesIO(b"%PDF-1.4 tanda tangan")
    paper.name = "formulir Ibu S.pdf"
    return paper


@pytest.fixture
def signed(editor):
    return record_consent(actor=editor, photo=_photo(), evidence_file=_form_on_paper(), **WORDS)


def _door(consent):
    return reverse("media_evidence", args=["photo", consent.photo_id, consent.pk])


LOOKERS = [
    (Role.EDITOR, "POLSEK-320101", 200),
    (Role.PUBLISHER, "POLDA-32", 200),
    (Role.ADMINISTRATOR, "MABES", 200),
    (Role.LEADER, "POLRES-3201", 403),
    (Role.EDITOR, "POLRES-3202", 404),
    (Role.PANELIST, "MABES", 404),
    (None, "", 404),
]


@pytest.mark.parametrize(("role", "unit_code", "status"), LOOKERS)
def test_form_is_for_those_who_look_after_the_people(client, signed, role, unit_code, status):
    actor = person(role, unit_code) if role else UserFactory()
    actor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(actor)

    answer = client.get(_door(signed))

    assert answer.status_code == status
    seen = AuditEvent.objects.filter(verb="media.consent-evidence-seen")
    assert seen.count() == (status == 200)
    if status == 200:
        assert answer.getvalue() == b"%PDF-1.4 tanda tangan"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "Ibu" not in answer.headers["Content-Disposition"]
        assert "no-store" in answer.headers["Cache-Control"]
        assert seen.get().actor_id == actor.pk


def test_form_is_for_nobody_who_is_not_signed_in(client, signed):
    answer = client.get(_door(signed))

    assert answer.status_code == 302
    assert not AuditEvent.objects.filter(verb="media.consent-evidence-seen").exists()


def test_form_has_no_other_door(client, editor, signed):
    client.force_login(editor)
    name = signed.evidence_file.name

    for door in ("/berkas/", "/media/", "/berkas/asli/"):
        assert client.get(f"{door}{name}").status_code == 404
    assert not storages["public"].exists(name)
    assert "Ibu" not in name


def test_form_of_another_photo_is_not_found_under_this_one(client, editor, signed):
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    other = record_consent(actor=editor, photo=_photo(), **WORDS)

    wrong = reverse("media_evidence", args=["photo", other.photo_id, signed.pk])
    assert client.get(wrong).status_code == 404
    assert client.get(_door(other)).status_code == 404, "no form was kept for that one"
    assert client.post(_door(signed)).status_code == 405
