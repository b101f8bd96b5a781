"""Who hears of what: events, filters, and everybody who has to know that something is gone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing.filters import listens, matches
from publishing.models import Delivery, HeldItem, PublishedItem
from publishing.services import withdraw
from publishing.services.wishes import read_wishes
from tests.factories.people import place, unit
from tests.factories.publishing_events import happens, item, receiver, told

pytestmark = pytest.mark.django_db
BANDUNG = ("kind-story", "province-32", "regency-32.73", "unit-POLDA-32", "unit-POLRES-3273")
MEDAN = ("kind-story", "province-12", "regency-12.71", "unit-POLDA-12", "unit-POLRES-1271")


@pytest.mark.parametrize(
    ("filters", "fits"),
    [
        ({}, True),
        ({"kind": ["story"]}, True),
        ({"kind": ["hero", "story"]}, True),
        ({"kind": ["hero"]}, False),
        ({"kind": ["story"], "province": ["12"]}, False),
        ({"kind": ["story"], "province": ["12", "32"]}, True),
        ({"unit": ["POLDA-32"]}, True),
        ({"unit": ["POLRES-3273"]}, True),
        ({"unit": ["POLSEK-327301"]}, False),
        ({"regency": ["32.7"]}, False),
        ({"unknown": ["x"]}, False),
        ({"kind": []}, False),
    ],
)
def test_an_item_fits_every_filter_by_one_value(filters, fits):
    assert matches(filters, BANDUNG) is fits


def test_no_wished_event_is_all_of_them():
    assert listens([], "item.released")
    assert listens(["item.released"], "item.released")
    assert not listens(["item.released"], "item.updated")


def test_only_what_fits_is_told():
    west, north, everyone = (
        receiver(filters={"province": ["32"]}),
        receiver(filters={"province": ["12"]}),
        receiver(),
    )

    happens(item(*BANDUNG), "item.released")

    assert (told(west), told(north), told(everyone)) == (["item.released"], [], ["item.released"])


def test_an_item_that_leaves_a_filter_is_taken_back_there_alone():
    west, north = receiver(filters={"province": ["32"]}), receiver(filters={"province": ["12"]})
    row = item(*BANDUNG)
    happens(row, "item.released")
    Delivery.objects.update(state="sent")

    happens(row, "item.updated", tags=MEDAN)

    left = Delivery.objects.get(event="item.left")
    assert told(west) == ["item.released", "item.left"]
    assert b'"state":"left"' in bytes(left.document)
    assert b"Uji" not in bytes(left.document)
    assert told(north) == ["item.released"]
    happens(row, "item.updated")
    assert told(west) == ["item.released", "item.left"]
    assert told(north) == ["item.released", "item.updated"]


def test_a_withdrawal_goes_to_whoever_got_the_release_whatever_they_ask_for_now():
    narrowed = receiver()
    deaf = receiver(events=["item.released"])
    row = item(*BANDUNG)
    happens(row, "item.released")
    Delivery.objects.update(state="sent")
    narrowed.filters = {"province": ["12"]}
    narrowed.save()

    happens(row, "item.withdrawn")

    assert told(narrowed) == told(deaf) == ["item.released", "item.withdrawn"]
    assert not HeldItem.objects.exists()


def test_a_withdrawal_is_remembered_after_the_log_was_swept():
    west = receiver(filters={"province": ["12"]})
    row = item(*MEDAN)
    happens(row, "item.released")
    Delivery.objects.all().delete()

    happens(row, "item.withdrawn", tags=BANDUNG)

    assert told(west) == ["item.withdrawn"]


def test_whoever_never_got_it_and_does_not_ask_for_it_is_left_alone():
    north = receiver(filters={"province": ["12"]})
    quiet = receiver(events=["item.released"])
    row = item(*BANDUNG)

    happens(row, "item.withdrawn")

    assert told(north) == told(quiet) == []


def test_the_first_word_is_a_release():
    only_releases = receiver(events=["item.released"])
    row = item(*BANDUNG)

    happens(row, "item.updated")
    happens(row, "item.updated")

    assert told(only_releases) == ["item.released"]


def test_text_that_was_not_sent_yet_never_goes_out_after_a_withdrawal():
    one = receiver()
    row, other = item(*BANDUNG), item(*BANDUNG)
    for each in (row, other):
        happens(each, "item.released")
    happens(row, "item.updated")

    happens(row, "item.withdrawn")

    states = list(Delivery.objects.filter(item=row).order_by("seq").values_list("state", flat=True))
    assert states == ["cancelled", "cancelled", "waiting"]
    assert told(one) == ["item.released", "item.withdrawn"]


def test_after_410_nothing_more_is_written():
    gone, paused = (
        receiver(is_active=False, paused_reason="gone"),
        receiver(is_active=False, paused_reason="manual"),
    )

    happens(item(*BANDUNG), "item.released")

    assert (told(gone), told(paused)) == ([], ["item.released"])


def test_a_real_release_and_withdrawal_reach_the_outbox(page):
    hears, elsewhere = receiver(filters={"kind": ["home"]}), receiver(filters={"kind": ["story"]})
    page.get_latest_revision().publish()
    page.refresh_from_db()

    withdraw(actor=None, page=page, reason="Salah orang")

    assert told(hears) == ["item.withdrawn"]
    assert told(elsewhere) == []
    assert PublishedItem.objects.get().state == "withdrawn"


@pytest.mark.parametrize("event", ["item.released", "item.updated", "item.withdrawn"])
def test_the_queries_of_a_change_do_not_grow_with_the_receivers(event):
    def cost(count):
        for _number in range(count):
            receiver()
        row = item(*BANDUNG)
        if event != "item.released":
            happens(row, "item.released")
        with CaptureQueriesContext(connection) as queries:
            happens(row, event)
        return len(queries)

    assert cost(1) == cost(39)


def test_wishes_are_checked():
    place("32.01.01.1001")
    wishes, mistakes = read_wishes(
        events=["item.updated", "item.updated"],
        filters={"province": ["32"], "regency": [" 32.01", ""], "topic": ["ronda"], "kind": []},
        unit=unit("POLRES-3201"),
    )

    assert mistakes == {}
    assert wishes.events == ["item.updated"]
    assert wishes.filters == {
        "province": ["32"], "regency": ["32.01"], "topic": ["ronda"], "unit": ["POLRES-3201"],
    }  # fmt: skip
    assert wishes.unit_path == unit("POLRES-3201").path


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("province", "99"), ("province", "32.01"), ("regency", "32"), ("kind", "rahasia"),
        ("topic", "Ronda Malam"), ("programme", "x" * 61), ("unit", "POLDA-32"), ("warna", "biru"),
        ("regency", "\x00"), ("topic", "\ud800"),
    ],
)  # fmt: skip
def test_what_no_item_can_carry_is_refused(name, value):
    _wishes, mistakes = read_wishes(events=(), filters={name: [value]}, unit=None)

    assert set(mistakes) == {name}


def test_unknown_events_and_too_many_values_are_refused():
    _wishes, mistakes = read_wishes(
        events=["item.left"], filters={"topic": [f"t{n}" for n in range(41)]}, unit=None
    )

    assert set(mistakes) == {"events", "topic"}


def test_mabes_is_no_limit():
    wishes, _mistakes = read_wishes(events=(), filters={}, unit=unit("MABES"))

    assert (wishes.filters, wishes.unit_path) == ({}, "")
