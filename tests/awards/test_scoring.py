"""The arithmetic of the panel: worked examples by hand, and properties over random panels."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from awards import scoring
from awards.scoring import Entry, rank, review_total

WEIGHTS = {"impact": 25, "integrity": 20, "partnership": 20, "innovation": 15, "presence": 20}


def flat(mark):
    """The same mark on every criterion."""
    return dict.fromkeys(WEIGHTS, mark)


def order(*entries, weights=WEIGHTS):
    return rank(entries, weights, integrity="integrity", impact="impact")


def random_marks(rng, *, na_share=0.2):
    return {
        key: None if rng.random() < na_share else rng.randint(0, scoring.SCALE_MAX)
        for key in WEIGHTS
    }


def random_entries(rng):
    return [
        Entry(f"n{number}", {f"j{j}": random_marks(rng) for j in range(rng.randint(0, 6))})
        for number in range(rng.randint(1, 7))
    ]


def test_total_is_the_weighted_mean():
    total = review_total({"a": 60, "b": 40}, {"a": 5, "b": 2})

    assert total.total == Decimal("3.8")
    assert total.answered_weight == 100


def test_total_leaves_out_what_cannot_be_judged():
    marks = flat(4) | {"presence": None}

    total = review_total(WEIGHTS, marks)

    assert total.total == 4
    assert total.answered_weight == 80


def test_a_missing_mark_counts_like_one_that_cannot_be_given():
    marks = flat(4)
    del marks["presence"]

    assert review_total(WEIGHTS, marks) == review_total(WEIGHTS, flat(4) | {"presence": None})


@pytest.mark.parametrize(("weight", "is_valid"), [(30, True), (31, False)])
def test_a_review_needs_seventy_percent_answered(weight, is_valid):
    total = review_total({"a": 100 - weight, "b": weight}, {"a": 5, "b": None})

    assert total.is_valid is is_valid


def test_a_review_without_any_answer_is_not_valid():
    assert review_total(WEIGHTS, flat(None)).total is None


@pytest.mark.parametrize("mark", [-1, 6])
def test_a_mark_outside_the_scale_is_refused(mark):
    with pytest.raises(ValueError, match="mark"):
        review_total(WEIGHTS, flat(3) | {"impact": mark})


def test_a_mark_for_a_strange_criterion_is_refused():
    with pytest.raises(ValueError, match="shoes"):
        review_total(WEIGHTS, flat(3) | {"shoes": 3})


@pytest.mark.parametrize("seed", range(60))
def test_total_agrees_with_exact_fractions(seed):
    rng = random.Random(seed)
    marks = random_marks(rng)
    answered = {key: mark for key, mark in marks.items() if mark is not None}
    part = sum(WEIGHTS[key] for key in answered)

    total = review_total(WEIGHTS, marks)

    assert total.is_valid == (part >= 70)
    if total.is_valid:
        exact = Fraction(sum(WEIGHTS[k] * m for k, m in answered.items()), part)
        assert abs(Fraction(total.total) - exact) < Fraction(1, 10**20)
        assert min(answered.values()) <= total.total <= max(answered.values())


@pytest.mark.parametrize("seed", range(30))
def test_scaling_all_weights_changes_no_total(seed):
    rng = random.Random(seed)
    marks = random_marks(rng, na_share=0.1)
    tripled = {key: weight * 3 for key, weight in WEIGHTS.items()}

    one, other = review_total(WEIGHTS, marks), review_total(tripled, marks)

    assert one.is_valid == other.is_valid
    if one.is_valid:
        assert scoring.rounded(one.total) == scoring.rounded(other.total)


@pytest.mark.parametrize("seed", range(60))
def test_a_better_mark_never_lowers_a_total(seed):
    rng = random.Random(seed)
    marks = random_marks(rng, na_share=0.1)
    raisable = [key for key, mark in marks.items() if mark is not None and mark < 5]
    if not raisable:
        pytest.fail("this seed proves nothing: choose another")
    better = marks | {rng.choice(raisable): 5}

    before, after = review_total(WEIGHTS, marks), review_total(WEIGHTS, better)

    assert before.is_valid == after.is_valid
    if before.is_valid:
        assert after.total > before.total


@pytest.mark.parametrize("seed", range(80))
def test_order_of_entries_and_reviewers_never_matters(seed):
    rng = random.Random(seed)
    entries = random_entries(rng)
    shuffled = [
        Entry(e.key, dict(rng.sample(sorted(e.reviews.items()), len(e.reviews)))) for e in entries
    ]
    rng.shuffle(shuffled)

    places = {s.key: s.place for s in order(*entries)}
    again = {s.key: s.place for s in order(*shuffled)}

    assert places == again
    assert set(places) == {e.key for e in entries}


@pytest.mark.parametrize("seed", range(80))
def test_places_follow_the_score(seed):
    standings = order(*random_entries(random.Random(seed)))

    ranked = [s for s in standings if s.place is not None]
    means = [scoring.rounded(s.mean) for s in ranked]
    assert means == sorted(means, reverse=True)
    assert [s.place for s in ranked] == sorted(s.place for s in ranked)
    assert all(s.has_quorum for s in ranked)
    assert not any(s.has_quorum for s in standings if s.place is None)
    for position, standing in enumerate(ranked, start=1):
        assert standing.place <= position
        assert (standing.place == position) == (standing.step != scoring.JOINT)


def test_two_valid_reviews_are_no_quorum():
    (standing,) = order(Entry("a", {1: flat(5), 2: flat(5), 3: flat(None)}))

    assert standing.valid_reviews == 2
    assert standing.place is None


def test_more_reviews_are_no_advantage():
    few = Entry("few", {j: flat(4) for j in range(3)})
    many = Entry("many", {j: flat(4) for j in range(9)})

    assert [s.place for s in order(few, many)] == [1, 1]


def test_equal_scores_are_split_by_integrity():
    # 20 points of weight each: one point up here, one down there, the same total.
    upright = {j: flat(3) | {"integrity": 4, "partnership": 2} for j in range(3)}
    sociable = {j: flat(3) | {"integrity": 2, "partnership": 4} for j in range(3)}

    first, second = order(Entry("sociable", sociable), Entry("upright", upright))

    assert (first.key, second.key, second.step) == ("upright", "sociable", scoring.INTEGRITY)


def test_equal_scores_and_integrity_are_split_by_impact():
    weights = {"integrity": 40, "impact": 30, "rest": 30}
    strong = {j: {"integrity": 3, "impact": 4, "rest": 2} for j in range(3)}
    weak = {j: {"integrity": 3, "impact": 2, "rest": 4} for j in range(3)}

    first, second = order(Entry("weak", weak), Entry("strong", strong), weights=weights)

    assert (first.key, second.key, second.step) == ("strong", "weak", scoring.IMPACT)


def test_what_is_still_equal_is_split_head_to_head():
    # Same means everywhere; two of three panelists prefer "a".
    a = {1: flat(3), 2: flat(3), 3: flat(0)}
    b = {1: flat(2), 2: flat(2), 3: flat(2)}

    first, second = order(Entry("b", b), Entry("a", a))

    assert (first.key, second.key, second.step) == ("a", "b", scoring.HEAD_TO_HEAD)
    assert [first.place, second.place] == [1, 2]


def test_a_circle_of_preferences_is_joint():
    def entry(key, *marks):
        return Entry(key, {j: flat(mark) for j, mark in enumerate(marks)})

    standings = order(entry("a", 3, 2, 1), entry("b", 1, 3, 2), entry("c", 2, 1, 3))

    assert [s.place for s in standings] == [1, 1, 1]
    assert [s.step for s in standings[1:]] == [scoring.JOINT, scoring.JOINT]


def test_scores_that_differ_only_after_two_decimals_are_equal():
    weights = {"integrity": 498, "impact": 501, "rest": 1}
    a = {j: {"integrity": 3, "impact": 3, "rest": 5} for j in range(3)}
    b = {j: {"integrity": 3, "impact": 3, "rest": 3} for j in range(3)}

    first, second = order(Entry("b", b), Entry("a", a), weights=weights)

    assert scoring.rounded(first.mean) == scoring.rounded(second.mean)
    assert second.step == scoring.HEAD_TO_HEAD
