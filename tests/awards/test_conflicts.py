"""Who may not judge whom."""

import datetime

import pytest

from awards.conflicts import (
    CHAIR,
    CLEAR,
    HARD,
    RULE,
    SELF,
    SOFT,
    UNDECLARED,
    NominationFacts,
    PanelistFacts,
    Spell,
    declared_ruling,
    find,
    months_before,
    standing,
)

TODAY = datetime.date(2026, 11, 24)
BOGOR = "000100010001"


def panelist(**facts):
    return PanelistFacts(**({"user_id": 1} | facts))


def nomination(**facts):
    return NominationFacts(**({"officer_id": 50, "unit_path": f"{BOGOR}0001"} | facts))


def test_a_stranger_may_judge():
    assert find(panelist(officer_id=7), nomination(), on=TODAY) is None


@pytest.mark.parametrize(
    ("ours", "theirs", "kind"),
    [
        ({"officer_id": 50}, {}, "same_person"),
        ({"officer_id": 51}, {"rivals": frozenset({50, 51})}, "same_category"),
        ({}, {"nominator_ids": frozenset({1})}, "nominator"),
        ({}, {"endorser_ids": frozenset({1})}, "endorser"),
        ({"leads": ("00010001",)}, {}, "superior"),
        ({"spells": (Spell(BOGOR),)}, {"spells": (Spell(BOGOR),)}, "same_unit"),
    ],
)
def test_a_hard_conflict_recuses(ours, theirs, kind):
    finding = find(panelist(**ours), nomination(**theirs), on=TODAY)

    assert (finding.kind, finding.ruling) == (kind, HARD)


def test_an_endorser_of_the_same_name_waits_for_the_chair():
    ours, theirs = panelist(name_key="siti"), nomination(endorser_names=frozenset({"siti"}))

    assert find(ours, theirs, on=TODAY).ruling == SOFT


@pytest.mark.parametrize(
    ("left_on", "is_conflict"),
    [(datetime.date(2024, 11, 24), True), (datetime.date(2024, 11, 23), False)],
)
def test_the_same_polres_counts_for_twenty_four_months(left_on, is_conflict):
    ours = panelist(spells=(Spell(BOGOR, datetime.date(2020, 1, 1), left_on),))
    theirs = nomination(spells=(Spell(BOGOR, datetime.date(2019, 1, 1)),))

    assert bool(find(ours, theirs, on=TODAY)) is is_conflict


def test_a_posting_that_has_not_begun_is_no_conflict():
    ours = panelist(spells=(Spell(BOGOR, datetime.date(2027, 1, 1)),))

    assert find(ours, nomination(spells=(Spell(BOGOR),)), on=TODAY) is None


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (datetime.date(2026, 11, 24), datetime.date(2024, 11, 24)),
        (datetime.date(2028, 2, 29), datetime.date(2026, 2, 28)),
        (datetime.date(2026, 1, 31), datetime.date(2024, 1, 31)),
    ],
)
def test_twenty_four_months_before(day, expected):
    assert months_before(day, 24) == expected


@pytest.mark.parametrize(
    ("rulings", "expected"),
    [
        ([], UNDECLARED),
        ([(SELF, CLEAR)], CLEAR),
        ([(SELF, HARD)], HARD),
        ([(SELF, SOFT)], SOFT),
        ([(SELF, SOFT), (CHAIR, CLEAR)], CLEAR),
        ([(SELF, SOFT), (CHAIR, HARD)], HARD),
        ([(SELF, HARD), (CHAIR, CLEAR)], CLEAR),
        ([(SELF, CLEAR), (RULE, SOFT)], SOFT),
        ([(SELF, CLEAR), (RULE, SOFT), (CHAIR, CLEAR)], CLEAR),
        ([(RULE, SOFT), (CHAIR, CLEAR)], UNDECLARED),
        ([(RULE, HARD)], HARD),
        ([(RULE, HARD), (SELF, CLEAR), (CHAIR, CLEAR)], HARD),
    ],
)
def test_the_sources_are_weighed(rulings, expected):
    assert standing(rulings) == expected


@pytest.mark.parametrize(
    ("kind", "ruling"), [("none", CLEAR), ("family", HARD), ("same_unit", HARD), ("other", SOFT)]
)
def test_what_a_declaration_means(kind, ruling):
    assert declared_ruling(kind) == ruling
