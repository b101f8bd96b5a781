"""Release, withdraw, restore, rebuild: through Wagtail's own publish and unpublish."""

import dataclasses
import datetime
import uuid

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.models import Page

from cms.base.errors import Conflict, Invalid
from cms.base.models import AuditEvent
from publishing import services
from publishing.item import PublicPerson
from publishing.models import Delivery, HomePage, ItemState, PublishedItem, Subscription
from tests.factories.people import UserFactory


def publish(page):
    page.get_latest_revision().publish()
    return HomePage.objects.get(pk=page.pk)


def dump():
    return [
        {k: bytes(v) if isinstance(v, memoryview) else v for k, v in row.items()}
        for row in PublishedItem.objects.order_by("pk").values()
    ]


@pytest.mark.django_db
def test_publishing_a_page_writes_the_item(page, adapter):
    publish(page)

    item = PublishedItem.objects.get()
    assert (item.state, item.path, item.title, item.seq) == (
        ItemState.LIVE,
        "/uji/warga-rukun/",
        "Warga rukun",
        1,
    )
    assert adapter.calls == ["prepare", "released /uji/warga-rukun/"]


@pytest.mark.django_db
def test_publishing_the_same_text_again_changes_nothing(page):
    page = publish(page)
    before = dump()

    services.release(actor=None, page=page)

    assert dump() == before


@pytest.mark.django_db
def test_a_refusal_leaves_the_page_unpublished(page, adapter):
    def refuse(page):
        raise Invalid("Foto belum disamarkan.")

    adapter.prepare = refuse

    with pytest.raises(Invalid, match="disamarkan"):
        publish(page)

    assert HomePage.objects.get(pk=page.pk).live is False
    assert PublishedItem.objects.count() == 0


@pytest.mark.django_db
def test_each_event_is_owed_once_to_each_active_subscription(page):
    Subscription.objects.create(channel="webhook", name="a", config={"url": "https://a.test/"})
    Subscription.objects.create(channel="webhook", name="b", is_active=False, paused_reason="gone")

    publish(page)

    assert [d.event for d in Delivery.objects.all()] == ["item.released"]


@pytest.mark.django_db
def test_withdraw_leaves_only_a_tombstone(page):
    page = publish(page)

    services.withdraw(actor=None, page=page, reason="Permintaan keluarga")

    item = PublishedItem.objects.get()
    assert (item.state, item.title, item.body_html, item.data) == (ItemState.WITHDRAWN, "", "", {})
    assert b"Warga" not in bytes(item.document)
    assert HomePage.objects.get(pk=page.pk).live is False
    assert AuditEvent.objects.filter(verb="page.withdrawn").count() == 1


@pytest.mark.django_db
def test_a_withdrawn_page_cannot_be_published_again_but_can_be_restored(page):
    page = publish(page)
    services.withdraw(actor=None, page=page, reason="Permintaan keluarga")
    page = HomePage.objects.get(pk=page.pk)

    with pytest.raises(Conflict):
        publish(page)
    services.restore(actor=None, page=page, reason="Keluarga sudah setuju")

    item = PublishedItem.objects.get()
    assert (item.state, item.title, item.seq) == (ItemState.LIVE, "Warga rukun", 3)


@pytest.mark.django_db
def test_withdraw_needs_a_reason(page):
    page = publish(page)

    with pytest.raises(Invalid):
        services.withdraw(actor=None, page=page, reason="  ")

    assert PublishedItem.objects.get().state == ItemState.LIVE


@pytest.mark.django_db
def test_unpublishing_is_not_withdrawing(page):
    page = publish(page)

    page.unpublish()

    assert PublishedItem.objects.get().state == ItemState.UNPUBLISHED


@pytest.mark.django_db
def test_an_embargo_is_kept_until_it_is_over(page):
    page.embargo_until = timezone.now() + datetime.timedelta(hours=1)
    page.save_revision()
    page = publish(page)
    assert PublishedItem.objects.count() == 0

    HomePage.objects.filter(pk=page.pk).update(embargo_until=timezone.now())
    count = services.release_due()

    assert (count, PublishedItem.objects.get().state) == (1, ItemState.LIVE)


@pytest.mark.django_db
def test_rebuild_leaves_a_right_table_as_it_is(page):
    publish(page)
    before = dump()

    assert services.rebuild_items() == (1, 0)

    assert dump() == before


@pytest.mark.django_db
def test_rebuild_reproduces_a_damaged_table_byte_for_byte(page):
    publish(page)
    before = dump()
    PublishedItem.objects.update(title="x", document=b"", etag="", data={"people": 1}, body_html="")

    assert services.rebuild_items() == (1, 1)

    assert dump() == before


@pytest.mark.django_db
def test_a_scheduled_page_that_is_refused_does_not_hold_up_the_others(page, adapter):
    past = timezone.now() - datetime.timedelta(minutes=1)
    other = HomePage.get_first_root_node().add_child(
        instance=HomePage(title="Kedua", slug="kedua", live=False)
    )
    for each in (page, other):
        each.save_revision(approved_go_live_at=past)

    def refuse_first(candidate):
        if candidate.pk == page.pk:
            raise Invalid("belum siap")

    adapter.prepare = refuse_first

    assert services.publish_due() == 1
    assert [i.title for i in PublishedItem.objects.all()] == ["Kedua"]


@pytest.mark.django_db
def test_a_page_opened_before_a_withdrawal_does_not_undo_it(page):
    page = publish(page)
    stale = HomePage.objects.get(pk=page.pk)
    revision = stale.save_revision()
    services.withdraw(actor=None, page=page, reason="Salah orang")

    with pytest.raises(Conflict):
        stale.publish(revision)
    stale.live = False
    stale.save()

    page = HomePage.objects.get(pk=page.pk)
    assert (page.live, page.is_withdrawn, page.takedown_note) == (False, True, "Salah orang")


@pytest.mark.django_db
def test_the_audit_names_who_pressed_not_who_wrote(page):
    writer, publisher = UserFactory(), UserFactory()
    revision = page.save_revision(user=writer)

    revision.publish(user=publisher, skip_permission_checks=True)
    page = HomePage.objects.get(pk=page.pk)
    services.withdraw(actor=publisher, page=page, reason="Salah orang")

    told = AuditEvent.objects.filter(verb__startswith="item.").order_by("pk")
    assert [(event.verb, event.actor_id) for event in told] == [
        ("item.released", publisher.pk),
        ("item.withdrawn", publisher.pk),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("above", [False, True])
def test_deleting_a_released_page_leaves_a_tombstone(page, above):
    page = publish(page)
    child = page.add_child(instance=HomePage(title="Anak", slug="anak", live=False))
    child.save_revision().publish()

    Page.objects.get(pk=(page if above else child).pk).delete()

    item = PublishedItem.objects.get(public_id=child.public_id)
    assert (item.state, item.title) == (ItemState.UNPUBLISHED, "")


@pytest.mark.django_db
def test_an_item_is_in_the_sites_language_whoever_publishes(page, adapter):
    plain = adapter.to_item
    adapter.to_item = lambda page: dataclasses.replace(plain(page), summary=gettext("Terbit"))

    with translation.override("en"):
        page = publish(page)
        services.rebuild_items()

    assert PublishedItem.objects.get().summary == "Terbit"


def press_publish(client, page, **typed):
    """The editor's form as Wagtail gave it, with ``typed`` over it, and the publish button."""
    url = f"/admin/pages/{page.pk}/edit/"
    form = client.get(url).context["form"]
    values = {field.html_name: field.value() for field in form}
    data = {name: value for name, value in values.items() if value is not None}
    for name in form.formsets:
        data |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
    return client.post(url, data | typed | {"action-publish": "1"}, follow=True)


@pytest.mark.django_db
@pytest.mark.parametrize("was_live", [False, True])
def test_a_refusal_in_the_editor_says_why_and_keeps_the_draft(client, page, adapter, was_live):
    if was_live:
        publish(page)
    before = dump()

    def refuse(page):
        raise Invalid("Foto belum disamarkan.")

    adapter.prepare = refuse
    client.force_login(UserFactory(is_superuser=True))

    answer = press_publish(client, page, title="Judul baru")

    page = HomePage.objects.get(pk=page.pk)
    assert answer.status_code == 200
    assert "Belum terbit: Foto belum disamarkan." in answer.content.decode()
    assert page.live is was_live
    assert page.get_latest_revision_as_object().title == "Judul baru"
    assert dump() == before


@pytest.mark.django_db
def test_the_editor_publishes_with_one_release(client, page, adapter):
    client.force_login(UserFactory(is_superuser=True))

    press_publish(client, page, title="Judul baru")

    assert HomePage.objects.get(pk=page.pk).live
    assert adapter.calls == ["prepare", "released /uji/warga-rukun/"]
    assert PublishedItem.objects.get().title == "Judul baru"


@pytest.mark.django_db
def test_an_item_whose_page_left_without_it_is_retired(page):
    page = publish(page)
    HomePage.objects.filter(pk=page.pk).update(live=False)

    count = services.release_due()

    assert count == 1
    assert PublishedItem.objects.get().state == ItemState.UNPUBLISHED
    assert services.release_due() == 0


@pytest.mark.django_db
def test_an_item_about_many_people_keeps_every_cache_tag(page, adapter):
    people = tuple(PublicPerson(public_id=uuid.uuid4(), name=f"Budi {n}") for n in range(40))
    plain = adapter.to_item
    adapter.to_item = lambda page: dataclasses.replace(plain(page), people=people)

    publish(page)

    tags = PublishedItem.objects.get().cache_tags.split()
    assert [f"officer-{person.public_id}" for person in people] == tags[-40:]
