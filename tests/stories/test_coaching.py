"""What an officer learns from: changes, notes, tips, own reach; and nothing about others."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from publishing.services.reads import add_reads
from stories.models import Activity, Report, StorySource, Tip
from stories.selectors import coaching
from stories.selectors.reports import own_report
from stories.services import intake
from stories.services.accept import accept
from stories.services.desk.deciding import return_report
from stories.services.desk.holding import claim
from stories.services.desk.splitting import SplitInput, split
from tests.factories.people import OfficerFactory, person
from tests.factories.stories import ReportFactory, activity, figure
from tests.factories.tokens import program_of

pytestmark = pytest.mark.django_db
TEXT = "Warga RW 05 berkumpul.\n\nMereka sepakat berjaga bergiliran."


def published(officer=None, *, photos=0, **page_fields) -> Report:
    """A report of ``officer`` whose story is public, with another title and one more sentence."""
    officer = officer or OfficerFactory(signed_up=True)
    report = ReportFactory(
        officer=officer, accepted=True, title="giat sambang RW 05", text=TEXT, with_photos=photos
    )
    page = report.story_source.page
    page.title = "Warga RW 05 menyalakan pos ronda"
    page.body = [
        ("paragraph", "<p>Warga RW 05 berkumpul.</p><p>Mereka sepakat berjaga setiap malam.</p>")
    ]
    for name, value in page_fields.items():
        setattr(page, name, value)
    for attachment in report.attachments.all():
        photo = attachment.upload.photo
        page.body.append(("figure", figure(photo, caption="Warga di pos ronda RW 05")))
    page.save_revision(clean=False).publish()
    return Report.objects.get(pk=report.pk)


def item_of(report: Report) -> uuid.UUID:
    return report.story_source.page.public_id


def status(client, report):
    client.force_login(report.officer.user)
    return client.get(f"/lapor/{report.pk}/").content.decode()


def test_the_officer_sees_what_was_changed_and_why(client):
    report = published(officer_note="Judul dibuat memberi kabar, bukan menyebut kegiatan.")

    page = status(client, report)

    assert "Apa yang diubah redaksi" in page
    assert "Judul dibuat memberi kabar" in page
    assert '<del class="compared__gone"><span class="visually-hidden">dihapus: </span>giat' in page
    assert "bergiliran." in page
    assert "setiap malam." in page
    assert "Ringkasan yang ditulis redaksi" in page


def test_pictures_in_the_story_are_no_words_of_it():
    report = published(photos=1)

    changes = coaching.publicity_of(report).changes

    new = " ".join(part.text for part in changes.text.parts if part.kind == "new")
    assert "pos ronda RW 05" not in new
    (caption,) = changes.captions
    assert (caption.before, caption.comparison.added) == ("", 6)


def test_what_was_published_as_it_was_sent_is_said_so(client):
    report = published()
    Report.objects.filter(pk=report.pk).update(
        title="Warga RW 05 menyalakan pos ronda",
        text="Warga RW 05 berkumpul.\n\nMereka sepakat berjaga setiap malam.",
    )

    assert "terbit seperti yang Anda kirim" in status(client, report)


def test_a_story_of_several_reports_says_so(client):
    report = published()
    second = ReportFactory(accepted=True)
    second.story_source.delete()
    StorySource.objects.create(page=report.story_source.page, report=second)

    assert "disusun dari 2 laporan" in status(client, report)


@pytest.mark.parametrize("trait", ["submitted", "claimed", "returned", "accepted", "declined"])
def test_before_it_is_public_nothing_of_the_story_is_shown(client, trait):
    report = ReportFactory(**{trait: True})

    assert coaching.publicity_of(report) is None
    assert "Apa yang diubah redaksi" not in status(client, report)


def test_a_story_that_is_taken_back_shows_nothing_either(client):
    report = published()
    report.story_source.page.specific.unpublish()

    page = status(client, report)

    assert "Apa yang diubah redaksi" not in page
    assert "kali dibaca" not in page


def test_the_note_for_the_officer_is_nowhere_in_public(client):
    report = published(officer_note="Rahasia antara kita berdua")
    path = report.story_source.page.public_path

    for address in (path, f"/en{path}", "/feeds/site.json", "/api/v1/items/"):
        assert "Rahasia antara kita" not in client.get(address).content.decode()


def test_a_copied_story_carries_no_note():
    report = published(officer_note="Untuk pelapornya")
    page = report.story_source.page

    copied = page.copy(update_attrs={"slug": "salinan"})

    assert copied.officer_note == ""


# --- How often it was read --------------------------------------------------------------------


def test_reads_show_on_the_status_page_and_in_the_api(client):
    report = published()
    today = timezone.localdate()
    add_reads({(item_of(report), today): 1200, (item_of(report), today - timedelta(days=1)): 4})
    phone = program_of(report.officer.user)

    assert "dibaca 1.204 kali" in status(client, report)
    assert phone.get(f"/api/v1/reports/{report.pk}/").json()["reads"] == 1204
    (row,) = phone.get("/api/v1/reports/").json()["reports"]
    assert row["reads"] == 1204


def test_the_api_tells_the_note_and_no_reads_before_it_is_public():
    report = published(officer_note="Judul dibuat memberi kabar.")
    phone = program_of(report.officer.user)
    waiting = ReportFactory(officer=report.officer, submitted=True)

    one = phone.get(f"/api/v1/reports/{report.pk}/").json()
    other = phone.get(f"/api/v1/reports/{waiting.pk}/").json()

    assert (one["reads"], one["desk_note"]) == (0, "Judul dibuat memberi kabar.")
    assert (other["reads"], other["desk_note"]) == (None, "")


# --- The page ---------------------------------------------------------------------------------


def page_of(client, officer):
    client.force_login(officer.user)
    return client.get("/lapor/pembinaan/").content.decode()


def test_a_page_of_ones_own_and_of_nobody_else(client):
    mine, other = published(officer_note="Untuk saya"), published(officer_note="Untuk rekan")
    add_reads({(item_of(mine), timezone.localdate()): 7})
    add_reads({(item_of(other), timezone.localdate()): 54321})
    for report in (ReportFactory(officer=mine.officer, claimed=True), ReportFactory(claimed=True)):
        note = f"Catatan untuk {report.officer.nrp}"
        return_report(actor=report.claimed_by, report_id=report.pk, note=note)

    page = page_of(client, mine.officer)

    assert f"Catatan untuk {mine.officer.nrp}" in page
    assert page.count("Catatan untuk ") == 1
    assert "Untuk saya" in page
    assert "dibaca 7 kali" in page
    assert "Untuk rekan" not in page
    assert "54.321" not in page


def test_reach_is_a_year_of_months_with_the_present_one_last():
    report = published()
    today = timezone.localdate()
    add_reads({(item_of(report), today): 3, (item_of(report), today - timedelta(days=800)): 5})

    reach = coaching.reach_of(report.officer)

    assert (reach.total, reach.stories, len(reach.months)) == (8, 1, 12)
    assert (reach.months[-1].month, reach.months[-1].count) == (today.replace(day=1), 3)
    assert reach.most == 3
    assert reach.since_first == reach.months[-1:]


def test_months_before_the_first_reader_are_not_drawn():
    report = published()
    today = timezone.localdate()
    two_back = (today.replace(day=1) - timedelta(days=40)).replace(day=1)
    add_reads({(item_of(report), two_back): 4})

    reach = coaching.reach_of(report.officer)

    assert [month.count for month in reach.since_first] == [4, 0, 0]


def test_without_readers_the_present_month_is_drawn():
    reach = coaching.reach_of(published().officer)

    assert reach.since_first == reach.months[-1:]


def test_an_officer_without_stories_is_welcome(client):
    page = page_of(client, OfficerFactory(signed_up=True))

    assert "Belum ada cerita yang terbit" in page
    assert "Belum ada catatan" in page


def test_tips_for_ones_own_activities_come_first():
    Tip.objects.all().delete()
    officer = OfficerFactory(signed_up=True)
    patrol = Activity.objects.create(slug="patroli-malam", name="Patroli malam")
    for_all = Tip.objects.create(title="Untuk semua", text="…", position=1)
    own = Tip.objects.create(title="Sambang", text="…", activity=activity(), position=5)
    Tip.objects.create(title="Patroli", text="…", activity=patrol)
    Tip.objects.create(title="Pensiun", text="…", is_active=False)
    ReportFactory(officer=officer)

    assert coaching.tips_for(officer) == [own, for_all]


def test_there_are_tips_from_the_beginning():
    assert Tip.objects.filter(is_active=True, activity=None).count() >= 6


def test_strangers_and_staff_have_no_such_page(client):
    assert client.get("/lapor/pembinaan/").status_code == 302
    client.force_login(person("editor"))
    assert client.get("/lapor/pembinaan/").status_code == 403


def test_the_desk_keeps_the_tips(client):
    client.force_login(person("administrator", "POLRES-3201"))
    form = {"title": "Sebut hasilnya", "text": "Apa yang berubah?", "activity": "", "position": 3}

    answer = client.post("/admin/snippets/stories/tip/add/", form | {"is_active": "on"})

    assert answer.status_code == 302
    assert Tip.objects.get(title="Sebut hasilnya").position == 3


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_asks_as_much_for_five_stories_as_for_one(rows, client, django_assert_num_queries):
    officer = OfficerFactory(signed_up=True)
    for _number in range(rows):
        published(officer, officer_note="Bagus")
    client.force_login(officer.user)
    client.get("/lapor/pembinaan/")

    # Session, user, officer; reach 2, notes 2, stories 1, tips 2.
    with django_assert_num_queries(10):
        client.get("/lapor/pembinaan/")


@pytest.mark.parametrize("rows", [1, 5])
def test_a_published_status_page_costs_the_same_for_five_photos(
    rows, client, django_assert_num_queries
):
    report = published(photos=rows)
    client.force_login(report.officer.user)
    client.get(f"/lapor/{report.pk}/")

    with django_assert_num_queries(12):
        client.get(f"/lapor/{report.pk}/")


# --- After a split ----------------------------------------------------------------------------

WHOLE = "Ronda malam bersama warga. Paginya panen cabai bersama karang taruna."
PARTS = {
    "kept_title": "Ronda malam",
    "kept_text": "Menurut redaksi: ronda malam.",
    "title": "Panen cabai",
    "text": "Menurut redaksi: panen cabai.",
}


def _split(report, **parts) -> Report:
    data = SplitInput(**(PARTS | parts))
    return split(actor=report.claimed_by, report_id=report.pk, data=data)


def _public_as(report) -> Report:
    """``report`` once it is public in the desk's words."""
    report.refresh_from_db()
    page = accept(actor=report.claimed_by, report_id=report.pk)
    page.summary = "Warga berjaga. Malam tenang."
    page.save_revision(clean=False).publish(skip_permission_checks=True)
    return own_report(report.officer, report.pk)


def _sent_again(report, **words) -> None:
    """The desk returns it, its officer sends it again, the same editor takes it."""
    editor = report.claimed_by
    return_report(actor=editor, report_id=report.pk, note="Tolong lengkapi hasilnya.")
    fields = {name: getattr(report, name) for name in ("activity_id", "happened_at")}
    data = intake.ReportInput(**fields, **words, village_code=report.village.code, has_consent=True)
    sent = intake.save_report(
        actor=report.officer.user, report_id=report.pk, data=data, submit=True
    )
    assert sent.is_clean
    claim(actor=editor, report_id=report.pk)


def _before(comparison) -> str:
    return "".join(part.text for part in comparison.parts if part.kind != "new")


@pytest.mark.parametrize("which", ["whole", "part", "part of the part"])
def test_after_a_split_the_officers_own_words_are_compared(which, client):
    report = ReportFactory(claimed=True, title="Dua hal sekaligus", text=WHOLE)
    part = _split(report)
    last = _split(part, title="Bagian ketiga", text="Menurut redaksi: bagian ketiga.")
    mine = {"whole": report, "part": part, "part of the part": last}[which]

    public = _public_as(mine)
    changes = coaching.publicity_of(public).changes

    assert _before(changes.title).strip() == "Dua hal sekaligus"
    assert "Paginya panen cabai bersama karang taruna." in _before(changes.text)
    assert "Menurut redaksi" not in _before(changes.text)
    assert "membagi laporan Anda" in status(client, public)


def test_what_is_split_twice_is_compared_with_what_it_was_at_first():
    report = ReportFactory(claimed=True, title="Dua hal sekaligus", text=WHOLE)
    _split(report)
    report.refresh_from_db()
    second = _split(report, kept_title="Sisanya")

    for one in (report, second):
        changes = coaching.publicity_of(_public_as(one)).changes
        assert _before(changes.title).strip() == "Dua hal sekaligus"


def test_what_the_officer_sent_again_after_a_split_counts(client):
    report = ReportFactory(claimed=True, title="Dua hal sekaligus", text=WHOLE)
    part = _split(report)
    words = {"title": "Panen cabai di RW 05", "text": "Kami memanen cabai bersama-sama."}
    _sent_again(part, **words)

    public = _public_as(part)
    changes = coaching.publicity_of(public).changes

    assert changes.is_same
    assert "membagi laporan Anda" not in status(client, public)
    whole = coaching.publicity_of(_public_as(report)).changes
    assert _before(whole.title).strip() == "Dua hal sekaligus"


def test_a_report_that_was_sent_again_and_then_split():
    report = ReportFactory(claimed=True, title="Draf pertama", text="Belum lengkap sama sekali.")
    _sent_again(report, title="Dua hal sekaligus", text=WHOLE)
    report.refresh_from_db()
    part = _split(report)

    for one in (report, part):
        changes = coaching.publicity_of(_public_as(one)).changes
        assert _before(changes.title).strip() == "Dua hal sekaligus"


@pytest.mark.parametrize("times", [1, 4])
def test_a_split_costs_the_same_however_often(times, django_assert_num_queries):
    report = ReportFactory(claimed=True, title="Dua hal sekaligus", text=WHOLE)
    part = report
    for _number in range(times):
        part = _split(part)
    public = _public_as(part)

    with django_assert_num_queries(5):
        coaching.publicity_of(public)


# --- Under embargo ------------------------------------------------------------------------------


def test_nothing_is_told_of_a_story_before_its_embargo_ends():
    report = published(officer_note="Judulnya baru.", embargo_until=timezone.now() + timedelta(2))

    assert report.state == "accepted"
    assert coaching.notes_for(report.officer) == []
    assert coaching.reach_of(report.officer).stories == 0
