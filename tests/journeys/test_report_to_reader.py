"""The one journey: from an officer's phone to the public, the feeds and the API, and back."""

import json
import uuid

import pytest
from playwright.sync_api import expect

from cms.people.models import Role
from stories.models import Report, StoryPage
from tests import files
from tests.factories.people import PASSWORD, OfficerFactory, person

TITLE = "Warga Pondok Rajeg menyalakan lagi pos ronda"


def sign_in(page, login):
    page.goto("/masuk/")
    page.fill("[name=username]", login)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.click("main button[type=submit]")


def write_report(phone):
    """Fill the form as an officer would, with four real files."""
    phone.goto("/lapor/baru/")
    phone.locator("[name=activity]").first.check()
    phone.locator("[name=village]").first.check()
    phone.fill("[name=title]", TITLE)
    phone.fill(
        "[name=text]",
        "Malam ini warga RW 05 menyalakan lagi pos ronda.\n\nMereka sepakat berjaga bergiliran.",
    )
    phone.check("[name=has_consent]")
    phone.set_input_files(
        "[name=photos]",
        [
            {"name": "IMG_1.JPG", "mimeType": "image/jpeg", "buffer": files.jpeg_with_gps()},
            {"name": "IMG_2.HEIC", "mimeType": "image/heic", "buffer": files.heic()},
            {"name": "peta.png", "mimeType": "image/png", "buffer": files.png()},
        ],
    )
    phone.set_input_files(
        "[name=video]", {"name": "vid.mp4", "mimeType": "video/mp4", "buffer": files.mp4()}
    )
    with phone.expect_navigation():
        phone.click("button[value=send]:visible")


def describe_film(page):
    """What is to be seen in the film, for who cannot see it: in the library."""
    page.goto("/admin/pustaka/?jenis=video")
    page.locator("[data-tile-link]").first.press("Enter")
    side = page.locator("[data-library-side]")
    side.locator("[name=alt_text]").fill("Warga menyalakan lampu pos ronda")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        side.locator(".asset__form button[type=submit]").first.click()


def finish_story(page, story):
    """Summary and alternative texts in Wagtail's editor, then into the workflow."""
    page.goto(f"/admin/pages/{story.pk}/edit/")
    page.fill("[name=summary]", "Pos ronda menyala lagi. Malam di RW 05 kembali tenang.")
    for field in page.locator("[name=lead_alt], [name$='-alt_text']").all():
        field.fill("Warga berkumpul di pos ronda")
    with page.expect_navigation():
        page.locator("[name='action-submit']").first.dispatch_event("click")


def approve(page, story):
    """A publisher approves in the workflow, which publishes."""
    page.goto(f"/admin/pages/{story.pk}/edit/")
    with page.expect_navigation():
        page.locator("[data-workflow-action-name='approve']").first.dispatch_event("click")


def published_files(page, path):
    """Bytes of every picture and film that the public page, the feed and the API name."""
    api = json.loads(page.request.get("/api/v1/items/").text())
    urls = set()
    for item in api["items"]:
        for media in item["media"]:
            urls |= {source["url"] for source in media["sources"]}
            if media["poster"]:
                urls.add(media["poster"]["url"])
    assert urls
    # Addresses in the API are those of the site's configured origin; the path is what we serve.
    return [page.request.get("/" + url.split("/", 3)[3]) for url in sorted(urls)]


@pytest.mark.browser
@pytest.mark.whole_browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_report_written_on_a_phone_reaches_the_reader(phone, desk, settings):
    officer = OfficerFactory(signed_up=True, posted=True)
    editor = person(Role.EDITOR, "POLRES-3201")
    publisher = person(Role.PUBLISHER, "POLRES-3201")

    # The officer writes it on a 360 px phone without JavaScript.
    sign_in(phone, officer.nrp)
    write_report(phone)
    report = Report.objects.get()
    assert (report.state, report.attachments.count()) == ("submitted", 4)
    phone.goto(f"/lapor/{report.pk}/")
    assert TITLE in phone.content()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360

    # The desk claims and accepts it; the editor writes it out.
    editing = desk()
    sign_in(editing, editor.email)
    editing.goto("/admin/meja/")
    editing.get_by_text(TITLE).first.click()
    editing.locator("[data-desk-claim]").click()
    editing.get_by_role("button", name="Terima sebagai cerita baru").click()
    editing.wait_for_url("**/admin/pages/*/edit/**")
    story = StoryPage.objects.get(title=TITLE)
    describe_film(editing)
    finish_story(editing, story)
    assert not StoryPage.objects.get(pk=story.pk).live

    # The publisher approves; one press publishes everywhere.
    publishing = desk()
    sign_in(publishing, publisher.email)
    approve(publishing, story)
    story = StoryPage.objects.get(pk=story.pk)
    assert story.live

    # The reader finds it on the site, in the feeds and in the API.
    reader = desk()
    path = story.public_path
    reader.goto(path)
    assert reader.get_by_role("heading", level=1).inner_text() == TITLE
    assert reader.locator("main img").count() >= 3
    expect(reader.locator("main video")).to_have_count(1)
    for address in ("/", "/cerita/", "/feeds/site.rss", "/feeds/site.json", "/api/v1/items/"):
        assert TITLE in reader.request.get(address).text(), address
    for answer in published_files(reader, path):
        assert answer.status == 200
        assert files.carries(answer.body()) == []

    # The officer sees what became of it, with the link.
    phone.goto(f"/lapor/{report.pk}/")
    assert path in phone.content()

    # Taken back by one press: gone from everywhere, with a neutral notice.
    publishing.goto(f"/admin/meja/cerita/{story.pk}/tarik/")
    publishing.fill("[name=reason]", "Permintaan keluarga yang difoto")
    with publishing.expect_navigation():
        publishing.locator("main form button[type=submit]").first.click()
    assert reader.request.get(path).status == 410
    for address in ("/cerita/", "/feeds/site.rss", "/feeds/site.json", "/api/v1/items/"):
        assert TITLE not in reader.request.get(address).text(), address


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_nothing_typed_is_lost_when_a_file_is_refused(phone):
    officer = OfficerFactory(signed_up=True, posted=True)
    sign_in(phone, officer.nrp)
    phone.goto("/lapor/baru/")
    phone.locator("[name=activity]").first.check()
    phone.locator("[name=village]").first.check()
    phone.fill("[name=title]", TITLE)
    phone.fill("[name=text]", "Warga berkumpul dan bersepakat menjaga kampung bersama.")
    phone.set_input_files(
        "[name=photos]",
        [
            {"name": "baik.jpg", "mimeType": "image/jpeg", "buffer": files.jpeg_with_gps()},
            {"name": "jahat.jpg", "mimeType": "image/jpeg", "buffer": files.svg()},
        ],
    )

    with phone.expect_navigation():
        phone.click("button[value=send]:visible")

    expect(phone.locator("[name=title]")).to_have_value(TITLE)
    assert "jahat.jpg" in phone.content()
    report = Report.objects.get()
    assert (report.state, report.attachments.count()) == ("draft", 1)
    assert uuid.UUID(phone.input_value("[name=report_id]")) == report.pk
