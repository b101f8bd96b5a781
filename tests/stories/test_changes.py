"""Two texts compared word by word."""

import time

import pytest

from stories.changes import SHOWN_EACH_SIDE, compare


def shown(before, after):
    return [(part.kind, part.text) for part in compare(before, after).parts]


def test_words_that_changed_stand_side_by_side():
    assert shown(
        "Warga RW 05 berkumpul di pos ronda malam itu.",
        "Warga RW 05 berkumpul di balai desa malam itu.",
    ) == [
        ("same", "Warga RW 05 berkumpul di"),
        ("gone", "pos ronda"),
        ("new", "balai desa"),
        ("same", "malam itu."),
    ]


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("", "", []),
        ("Sama saja", "Sama saja", ["same"]),
        ("Sama  saja ", "Sama saja", ["same"]),
        ("", "Baru", ["new"]),
        ("Lama", "", ["gone"]),
        ("Satu dua", "tiga empat", ["gone", "new"]),
    ],
)
def test_the_kinds_of_parts(before, after, kinds):
    comparison = compare(before, after)

    assert [part.kind for part in comparison.parts] == kinds
    assert comparison.is_same == (set(kinds) <= {"same"})


def test_a_stray_word_between_two_changes_is_shown_with_them():
    before = "ibu pergi dan ayah datang lalu semua pulang"
    after = "anak lari dan kakak tiba lalu semua pulang"

    assert shown(before, after) == [
        ("gone", "ibu pergi dan ayah datang"),
        ("new", "anak lari dan kakak tiba"),
        ("same", "lalu semua pulang"),
    ]


def test_paragraphs_stay_paragraphs():
    parts = shown("Satu.\n\nDua.\n\nTiga.", "Satu.\n\nDua.\n\nTiga.\n\nEmpat.")

    assert parts == [("same", "Satu.\nDua.\nTiga."), ("new", "\nEmpat.")]


def test_a_long_unchanged_run_is_counted_and_not_shown():
    words = [f"kata{number}" for number in range(200)]

    comparison = compare(" ".join(words), " ".join([*words, "penutup"]))

    head, hidden, tail, new = comparison.parts
    assert (hidden.kind, hidden.words) == ("left-out", 200 - 2 * SHOWN_EACH_SIDE)
    assert (head.words, tail.words, new.text) == (SHOWN_EACH_SIDE, SHOWN_EACH_SIDE, "penutup")
    assert (comparison.added, comparison.removed) == (1, 0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 5000, "a " * 4990 + "b " * 9),
        ("a\n" * 5000, "a\n" * 4990),
        ("x y " * 2500, "y x " * 2500),
        (" ".join(map(str, range(2000))), " ".join(map(str, range(2000, 0, -1)))),
    ],
)
def test_hostile_texts_cost_no_more_than_others(before, after):
    began = time.monotonic()

    comparison = compare(before, after)

    assert time.monotonic() - began < 5
    assert comparison.parts


def test_nothing_is_lost_or_invented():
    before = "Pagi ini kami menyambangi warga yang sedang membersihkan saluran air di RT 03."
    after = "Warga RT 03 membersihkan saluran air pagi ini. Bhabinkamtibmas ikut mengangkat lumpur."
    parts = compare(before, after).parts

    old = " ".join(part.text for part in parts if part.kind != "new")
    new = " ".join(part.text for part in parts if part.kind != "gone")
    assert (old.split(), new.split()) == (before.split(), after.split())
