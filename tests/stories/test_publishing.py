"""From draft story to the public: the gate, the workflow, the address, and what officers learn."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, TaskState

from cms.base.errors import Invalid
from cms.base.models import AuditEvent
from cms.media.models import PublicUse
from cms.people.models import Notice, Role
from publishing.models import ItemState, PublishedItem
from stories.models import StoryPage, StorySource
from stories.publishable import StoryAdapter
from stories.selectors import published_stories_of
from tests.factories.media import ready_photo
from tests.factories.people import OfficerFactory, person, unit
from tests.factories.stories import ReportFactory, described_photo, figure, story_page

pytestmark = pytest.mark.django_db


def _staff(role, unit_code="POLRES-3201"):
    """A signed-in client with the admin's door open and Wagtail's page permissions on the root."""
    user = person(role, unit_code)
    content_type, _made = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
    permission, _made = Permission.objects.get_or_create(
        content_type=content_type, codename="access_admin", defaults={"name": "Access admin"}
    )
    user.user_permissions.add(permission)
    group, _made = Group.objects.get_or_create(name=f"uji {role}")
    root = Page.objects.get(depth=1)
    actions = ["add_page", "change_page"] + (["publish_page"] if role == Role.PUBLISHER else [])
    for permission in Permission.objects.filter(codename__in=actions):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client, user


def _form(page, **changes):
    """What the editor posts for ``page`` as it stands."""
    data = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "lead_photo": page.lead_photo_id or "",
        "lead_alt": page.lead_alt,
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "paragraph",
        "body-0-value": (
            '{"blocks":[{"key":"a","text":"Warga berkumpul.","type":"unstyled","depth":0,'
            '"inlineStyleRanges":[],"entityRanges":[],"data":{}}],"entityMap":{}}'
        ),
        "protection_note": page.protection_note,
        "story_officers-TOTAL_FORMS": "1",
        "story_officers-INITIAL_FORMS": "1",
        "story_officers-MIN_NUM_FORMS": "0",
        "story_officers-MAX_NUM_FORMS": "1000",
        "story_officers-0-id": page.story_officers.get().pk,
        "story_officers-0-officer": page.story_officers.get().officer_id,
        "story_officers-0-ORDER": "1",
        "corrections-TOTAL_FORMS": "0",
        "corrections-INITIAL_FORMS": "0",
        "corrections-MIN_NUM_FORMS": "0",
        "corrections-MAX_NUM_FORMS": "1000",
        "unit": page.unit_id or "",
        "village": page.village_id or "",
        "happened_at": "",
        "activity": page.activity_id or "",
        "programme": page.programme_id or "",
        "language": "id",
        "seo_title": "",
        "search_description": "",
        "embargo_until": "",
        "go_live_at": "",
        "expire_at": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }
    return data | changes


def _publish(page):
    page.get_latest_revision().publish()
    return StoryPage.objects.get(pk=page.pk)


def test_publishing_writes_the_item_under_its_permanent_address():
    page = story_page(photos=2, title="Warga menyalakan pos ronda", slug="pos-ronda")

    page = _publish(page)

    item = PublishedItem.objects.get(public_id=page.public_id)
    month = timezone.localtime(page.first_published_at).strftime("%Y/%m")
    assert item.path == page.public_path == page.url == f"/cerita/{month}/pos-ronda/"
    assert (item.kind, item.state, item.unit_path) == ("story", "live", page.unit.path)
    assert "<p>Pagi itu warga berkumpul.</p>" in item.body_html
    assert "<img" in item.body_html
    assert "/berkas/" not in item.body_html
    assert len(item.data["media"]) == 2
    assert item.data["people"][0]["name"] == page.story_officers.get().officer.name


def test_the_address_stays_when_the_slug_changes():
    page = _publish(story_page(slug="pertama"))
    path = page.public_path

    page.slug = "kedua"
    page.save_revision().publish()

    page.refresh_from_db()
    assert page.url == path
    assert PublishedItem.objects.get(public_id=page.public_id).path == path


def test_a_slug_that_another_story_left_behind_gets_a_number():
    first = _publish(story_page(slug="sambang"))
    first.slug = "sambang-lama"
    first.save_revision().publish()

    second = _publish(story_page(slug="sambang", title="Sambang lagi"))

    assert second.public_path == f"{first.public_path[:-1]}-2/"


def test_an_old_revision_never_takes_the_address_back():
    page = story_page(slug="tetap")
    oldest = page.get_latest_revision()
    page = _publish(page)

    oldest.publish()

    page.refresh_from_db()
    assert page.public_path.endswith("/tetap/")


def test_officers_learn_that_it_is_published_with_the_link():
    report = ReportFactory(accepted=True)
    page = _publish(report.story_source.page)

    report.refresh_from_db()
    notice = Notice.objects.get(user=report.officer.user)
    assert report.state == "published"
    assert notice.path == page.public_path
    client = Client()
    client.force_login(report.officer.user)
    assert page.public_path in client.get(f"/lapor/{report.pk}/").content.decode()
    assert list(published_stories_of(report.officer)) == [page]


def test_a_correction_is_not_news_for_the_officer():
    report = ReportFactory(accepted=True)
    page = _publish(report.story_source.page)

    page.title = "Judul yang diperbaiki"
    page.save_revision().publish()

    assert Notice.objects.filter(user=report.officer.user).count() == 1
    assert report.events.filter(event="publish").count() == 1


def test_unpublishing_takes_the_report_back_to_accepted():
    report = ReportFactory(accepted=True)
    page = _publish(report.story_source.page)

    page.unpublish()

    report.refresh_from_db()
    assert report.state == "accepted"
    assert not published_stories_of(report.officer).exists()


def test_a_photo_of_two_stories_stays_public_while_one_shows_it():
    photo = described_photo()
    first = _publish(story_page(lead_photo=photo))
    second = _publish(story_page(lead_photo=photo, title="Cerita kedua", slug="kedua"))

    first.unpublish()
    kept = PublicUse.objects.filter(photo=photo).count()
    second.unpublish()

    assert (kept, PublicUse.objects.filter(photo=photo).count()) == (1, 0)


def test_a_photo_removed_by_a_correction_is_private_again():
    photo = described_photo()
    page = _publish(story_page(lead_photo=photo))

    page.lead_photo = None
    page.save_revision().publish()

    assert not PublicUse.objects.filter(photo=photo).exists()


def test_stories_without_a_photo_are_fine():
    assert _publish(story_page()).live


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"summary": " "}, "Ringkasan belum diisi."),
        ({"unit": None}, "Satuan belum dipilih."),
    ],
)
def test_an_incomplete_story_does_not_go_live(changes, sentence):
    page = story_page()
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision(clean=False)

    with pytest.raises(Invalid, match=sentence):
        _publish(page)

    page.refresh_from_db()
    assert not page.live
    assert not PublishedItem.objects.exists()


def test_a_photo_without_a_text_does_not_go_live():
    page = story_page(lead_photo=ready_photo())

    with pytest.raises(Invalid, match="Foto utama belum punya teks alternatif"):
        _publish(page)


def test_a_figure_without_a_text_does_not_go_live():
    page = story_page(body=[("figure", figure(described_photo(), alt_text=""))])

    with pytest.raises(Invalid, match="belum punya teks alternatif"):
        _publish(page)


def test_a_marked_photo_does_not_go_live_until_it_is_resolved():
    photo = described_photo(protect_mark="child")
    page = story_page(lead_photo=photo)

    with pytest.raises(Invalid, match="Ada anak"):
        _publish(page)


def test_an_ongoing_case_blocks_until_an_editor_says_what_was_done():
    report = ReportFactory(accepted=True, protect_mark="ongoing_case")
    page = report.story_source.page

    with pytest.raises(Invalid, match="Perkara masih berjalan"):
        _publish(page)
    page.protection_note = "Nama dan tempat disamarkan, disetujui Kasat Reskrim."
    page.save_revision()

    assert _publish(page).live


def test_the_editor_reads_each_obstacle_at_once():
    client, _user = _staff(Role.PUBLISHER)
    page = story_page(summary="", lead_photo=ready_photo())

    response = client.post(
        f"/admin/pages/{page.pk}/edit/",
        _form(page, summary="Ringkasan.", **{"action-publish": "1"}),
    )

    text = response.content.decode()
    page.refresh_from_db()
    assert response.status_code == 200
    assert "Foto utama belum punya teks alternatif" in text
    assert not page.live


def test_the_lead_photo_is_described_in_the_story():
    page = story_page(lead_photo=ready_photo())
    page.lead_alt = "Warga menyalakan lampu pos ronda"
    page.save_revision()

    _publish(page)

    [lead] = PublishedItem.objects.get().data["media"]
    assert lead["alt"] == "Warga menyalakan lampu pos ronda"


def test_a_draft_may_be_saved_whatever_is_missing():
    client, _user = _staff(Role.EDITOR)
    page = story_page(lead_photo=ready_photo())

    response = client.post(f"/admin/pages/{page.pk}/edit/", _form(page, summary=""))

    assert response.status_code == 302


def test_a_note_about_protection_is_recorded_with_its_author():
    client, user = _staff(Role.EDITOR)
    page = story_page()

    client.post(
        f"/admin/pages/{page.pk}/edit/", _form(page, protection_note="Wajah anak disamarkan.")
    )

    latest = StoryPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert latest.protection_resolved_by == user
    assert AuditEvent.objects.filter(verb="story.protection_resolved").count() == 1


def test_a_publisher_publishes_in_the_editor():
    client, _user = _staff(Role.PUBLISHER)
    page = story_page()

    response = client.post(f"/admin/pages/{page.pk}/edit/", _form(page, **{"action-publish": "1"}))

    page.refresh_from_db()
    assert response.status_code == 302
    assert page.live
    assert PublishedItem.objects.get().state == ItemState.LIVE


def test_an_editor_cannot_publish_directly():
    client, _user = _staff(Role.EDITOR)
    page = story_page()

    client.post(f"/admin/pages/{page.pk}/edit/", _form(page, **{"action-publish": "1"}))

    page.refresh_from_db()
    assert not page.live


def test_an_editor_submits_and_a_publisher_of_the_unit_approves():
    editor, _user = _staff(Role.EDITOR)
    publisher, _user = _staff(Role.PUBLISHER)
    page = story_page()

    editor.post(f"/admin/pages/{page.pk}/edit/", _form(page, **{"action-submit": "1"}))
    state = TaskState.objects.get()
    publisher.post(f"/admin/pages/workflow/action/{page.pk}/approve/{state.pk}/", {"comment": ""})

    page.refresh_from_db()
    assert page.live
    assert PublishedItem.objects.get().state == ItemState.LIVE


def test_approving_is_the_first_button_of_whoever_is_asked():
    editor, _user = _staff(Role.EDITOR)
    publisher, _user = _staff(Role.PUBLISHER)
    page = story_page()
    editor.post(f"/admin/pages/{page.pk}/edit/", _form(page, **{"action-submit": "1"}))

    shown = publisher.get(f"/admin/pages/{page.pk}/edit/").content.decode()

    footer = shown[shown.index("<footer") :]
    assert footer.index('data-workflow-action-name="approve"') < footer.index("action-save")


def test_a_publisher_of_another_unit_cannot_approve():
    editor, _user = _staff(Role.EDITOR)
    stranger, user = _staff(Role.PUBLISHER, "POLRES-3275")
    page = story_page()

    editor.post(f"/admin/pages/{page.pk}/edit/", _form(page, **{"action-submit": "1"}))
    state = TaskState.objects.get()
    stranger.post(f"/admin/pages/workflow/action/{page.pk}/approve/{state.pk}/", {"comment": ""})

    page.refresh_from_db()
    assert not page.live
    assert not TaskState.objects.reviewable_by(user).exists()


def test_an_editor_cannot_give_a_story_to_a_foreign_unit():
    client, _user = _staff(Role.EDITOR)
    page = story_page()

    response = client.post(
        f"/admin/pages/{page.pk}/edit/", _form(page, unit=unit("POLSEK-327501").pk)
    )

    assert response.status_code == 200
    assert "di luar wilayah tugas Anda" in response.content.decode()


@pytest.mark.parametrize(
    ("role", "unit_code", "edits", "publishes"),
    [
        (Role.EDITOR, "POLRES-3201", True, False),
        (Role.EDITOR, "POLDA-32", True, False),
        (Role.EDITOR, "POLRES-3275", False, False),
        (Role.PUBLISHER, "POLSEK-320101", True, True),
        (Role.PUBLISHER, "POLRES-3275", False, False),
        (Role.LEADER, "POLRES-3201", False, False),
        (Role.ADMINISTRATOR, "MABES", True, True),
        (None, "POLRES-3201", False, False),
    ],
)
def test_who_may_do_what_with_a_story(role, unit_code, edits, publishes):
    page = story_page()

    may = page.permissions_for_user(person(role, unit_code))

    assert (may.can_edit(), may.can_publish()) == (edits, publishes)


def test_a_story_that_was_public_is_never_deleted():
    page = _publish(story_page())
    admin = person(Role.ADMINISTRATOR, "MABES", is_superuser=True)

    assert not page.permissions_for_user(admin).can_delete()


def test_the_explorer_shows_the_own_units_only():
    client, _user = _staff(Role.EDITOR)
    inside = story_page(title="Di dalam")
    story_page(title="Di luar", slug="luar", officer=OfficerFactory(unit=unit("POLSEK-327501")))

    text = client.get(f"/admin/pages/{inside.get_parent().pk}/").content.decode()

    assert "Di dalam" in text
    assert "Di luar" not in text


def test_withdrawing_and_restoring_with_a_reason():
    client, _user = _staff(Role.PUBLISHER)
    report = ReportFactory(accepted=True)
    page = _publish(report.story_source.page)

    refused = client.post(f"/admin/meja/cerita/{page.pk}/tarik/", {"reason": "x"})
    client.post(f"/admin/meja/cerita/{page.pk}/tarik/", {"reason": "Keluarga keberatan."})
    withdrawn = PublishedItem.objects.get().state
    again = client.post(f"/admin/meja/cerita/{page.pk}/tarik/", {"reason": "Keluarga keberatan."})
    client.post(
        f"/admin/meja/cerita/{page.pk}/tayangkan-lagi/", {"reason": "Keluarga sudah setuju."}
    )

    report.refresh_from_db()
    assert refused.status_code == 422
    assert withdrawn == ItemState.WITHDRAWN
    assert again.status_code == 409
    assert PublishedItem.objects.get().state == ItemState.LIVE
    assert report.state == "published"


def test_an_editor_cannot_withdraw():
    client, _user = _staff(Role.EDITOR)
    page = _publish(story_page())

    response = client.post(
        f"/admin/meja/cerita/{page.pk}/tarik/", {"reason": "Alasan yang cukup panjang."}
    )

    assert response.status_code == 403
    assert PublishedItem.objects.get().state == ItemState.LIVE


def test_the_editor_opens_with_every_field_to_choose():
    client, _user = _staff(Role.EDITOR)
    page = story_page(photos=2)

    response = client.get(f"/admin/pages/{page.pk}/edit/")

    text = response.content.decode()
    assert response.status_code == 200
    for name in ("summary", "unit", "village", "lead_photo", "protection_note"):
        assert f'name="{name}"' in text
    assert "story_officers-0-officer" in text


def test_officers_are_found_by_name_or_number():
    client, _user = _staff(Role.EDITOR)
    OfficerFactory(name="Made Wirawan", nrp="85012345")
    OfficerFactory(name="Agus Salim")

    by_name = client.get("/admin/meja/pilih-anggota/?q=wira").content.decode()
    by_number = client.get("/admin/meja/pilih-anggota/?q=85012345").content.decode()

    assert "Made Wirawan" in by_name
    assert "Made Wirawan" in by_number
    assert "Agus Salim" not in by_name


def test_the_preview_goes_through_the_public_template():
    page = story_page(photos=1)
    client, _user = _staff(Role.EDITOR)

    response = client.get(f"/admin/pages/{page.pk}/view_draft/")

    assert response.status_code == 200
    assert page.title in response.content.decode()
    assert page.summary in response.content.decode()


def test_a_scheduled_story_waits():
    page = story_page(go_live_at=timezone.now() + datetime.timedelta(days=1))

    page = _publish(page)

    assert not page.live
    assert not PublishedItem.objects.exists()


def test_rebuilding_yields_every_public_story_oldest_first():
    first = _publish(story_page(slug="satu"))
    second = _publish(story_page(slug="dua"))
    story_page(slug="draf")

    assert [page.pk for page in StoryAdapter().pages()] == [first.pk, second.pk]


def test_a_second_report_in_one_story_tells_both_officers():
    report = ReportFactory(accepted=True)
    page = report.story_source.page
    second = ReportFactory(submitted=True, state="accepted", history=None)
    second.story_source.delete()
    StorySource.objects.create(page=page, report=second)

    _publish(page)

    assert Notice.objects.filter(user=second.officer.user).count() == 1


@pytest.mark.parametrize("rows", [1, 5])
def test_an_item_asks_as_much_for_one_photo_as_for_five(rows, django_assert_max_num_queries):
    page = StoryPage.objects.get(pk=story_page(photos=rows).pk)

    with django_assert_max_num_queries(12):
        item = StoryAdapter().to_item(page)

    assert len(item.media) == rows
