"""Areas that move: where they are, and how faces seen in single pictures become tracks."""

import pytest

from cms.media.faces import Face
from cms.media.films.tracks import area_at, area_between, join

STILL = [(1, 0.1, 0.1, 0.2, 0.2), (3, 0.1, 0.1, 0.2, 0.2)]
MOVING = [(0, 0.0, 0.0, 0.1, 0.1), (10, 0.5, 0.8, 0.2, 0.1)]


def _face(x, y=0.4, side=0.1, score=0.8):
    return Face(x, y, side, side, score)


@pytest.mark.parametrize("second", [0.99, 3.01])
def test_area_is_not_there_outside_its_time(second):
    assert area_at(STILL, second) is None


@pytest.mark.parametrize(
    ("second", "area"),
    [(0, (0, 0, 0.1, 0.1)), (5, (0.25, 0.4, 0.15, 0.1)), (10, (0.5, 0.8, 0.2, 0.1))],
)
def test_area_moves_evenly_between_marks(second, area):
    assert area_at(MOVING, second) == pytest.approx(area)


def test_area_of_one_mark_is_there_for_that_moment():
    assert area_at([(2, 0.1, 0.2, 0.3, 0.4)], 2) == (0.1, 0.2, 0.3, 0.4)
    assert area_at([], 2) is None


def test_area_between_holds_every_place_of_the_way():
    corner = [(0, 0.1, 0.1, 0.1, 0.1), (1, 0.7, 0.1, 0.1, 0.1), (2, 0.7, 0.6, 0.1, 0.1)]

    assert area_between(corner, 0, 2) == pytest.approx((0.1, 0.1, 0.7, 0.6))
    assert area_between(corner, 0.5, 0.5) == pytest.approx((0.4, 0.1, 0.1, 0.1))
    assert area_between(corner, 2.1, 3) is None


def test_one_face_that_walks_is_one_track():
    seen = [(n / 4, [_face(0.05 + n * 0.03)]) for n in range(21)]

    (track,) = join(seen, every_s=0.25, ends_s=10)

    assert track.marks[0][0] == 0
    assert track.marks[-1][0] == 5.25, "one look further than it was seen"
    for second, (face,) in seen:
        assert area_at(track.marks, second)[0] == pytest.approx(face.x, abs=0.01)
    assert len(track.marks) <= 4, "what a straight line says needs no mark"


def test_two_faces_that_pass_one_another_stay_two():
    seen = [
        (n / 4, [_face(0.1 + n * 0.02, y=0.2), _face(0.8 - n * 0.02, y=0.6)]) for n in range(30)
    ]

    tracks = join(seen, every_s=0.25, ends_s=10)

    assert len(tracks) == 2
    assert {round(track.marks[0][2], 1) for track in tracks} == {0.2, 0.6}
    assert all(abs(mark[2] - track.marks[0][2]) < 0.01 for track in tracks for mark in track.marks)


def test_face_that_looks_away_for_a_moment_is_hidden_meanwhile():
    seen = [(n / 4, [] if 8 <= n <= 12 else [_face(0.2 + n * 0.01)]) for n in range(24)]

    (track,) = join(seen, every_s=0.25, ends_s=6)

    assert area_at(track.marks, 2.5)[0] == pytest.approx(0.3, abs=0.02)


def test_face_that_comes_back_late_is_another_track():
    seen = [(n / 4, [_face(0.2)] if n < 4 or n > 20 else []) for n in range(30)]

    tracks = join(seen, every_s=0.25, ends_s=8)

    assert [(t.marks[0][0], t.marks[-1][0]) for t in tracks] == [(0, 1.0), (5.0, 7.5)]


def test_fast_face_without_overlap_is_carried_on_by_nearness():
    seen = [(n / 4, [_face(0.05 + n * 0.11)]) for n in range(6)]

    # The second sighting does not touch the first; from then on the way is known.
    assert len(join([(s, [_face(f[0].x * 0.6)]) for s, f in seen], every_s=0.25, ends_s=2)) == 1


def test_face_seen_once_is_a_track_of_its_own():
    (track,) = join([(0, []), (1, [_face(0.5, score=0.4)]), (2, [])], every_s=1, ends_s=3)

    assert (track.marks[0][0], track.marks[-1][0], track.score) == (0, 2, 0.4)


def test_track_does_not_pass_the_ends_of_the_film():
    (track,) = join([(0, [_face(0.5)]), (1, [_face(0.5)])], every_s=1, ends_s=1.4)

    assert (track.marks[0][0], track.marks[-1][0]) == (0, 1.4)


def test_nothing_seen_gives_no_track():
    assert join([(0, []), (1, [])], every_s=1, ends_s=2) == []
