"""What is hidden in a film is gone from the pixels of every size, and nothing else is."""

import itertools

import pytest

from cms.media import films
from cms.media.films.tool import FilmError, run_bounded
from cms.media.films.veil import _escaped
from tests.media.films import scenes

pytestmark = pytest.mark.once
HIDDEN_S = (1.0, 3.0)


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    return scenes.walking_head(tmp_path_factory.mktemp("scene"))


def _made(scene, directory, hidden, **options):
    directory.mkdir()
    veil = films.veil(hidden, seconds=scenes.SECONDS, directory=directory) if hidden else None
    return films.prepare(scene.path, directory, timeout_s=120, veil=veil, **options)


def test_moving_area_is_unrecognisable_in_every_size_and_only_there(tmp_path, scene):
    track = [[second, *films.area_at(scene.track, second)] for second in (HIDDEN_S[0], HIDDEN_S[1])]
    plain = _made(scene, tmp_path / "plain", films.Hidden(), told=lambda share: None)
    shares = []
    hidden = _made(scene, tmp_path / "hidden", films.Hidden([track]), told=shares.append)

    assert [size.preset for size in hidden.sizes] == [size.preset for size in plain.sizes]
    # The first is copied where nothing is hidden, so it is compared with the film that arrived.
    for seen, made in zip(plain.sizes, hidden.sizes, strict=True):
        before, after = scenes.pictures_of(seen.path), scenes.pictures_of(made.path)
        assert len(before) == len(after) == scenes.SECONDS * scenes.RATE
        for (second, one), (_same, other) in zip(before, after, strict=True):
            head = scenes.scaled(scene.head(second), other.size, by=2)
            if HIDDEN_S[0] <= second <= HIDDEN_S[1]:
                assert scenes.detail(other, head) < scenes.detail(one, head) / 5, second
            elif second < HIDDEN_S[0] - 0.35 or second > HIDDEN_S[1] + 0.35:
                assert scenes.detail(other, head) > scenes.detail(one, head) / 2, second
            for corner in ((0, 0, *other.size[:1], other.size[1] // 4),
                           (0, other.size[1] * 3 // 4, *other.size)):  # fmt: skip
                assert scenes.difference(one, other, corner) < 12, second


def test_whole_picture_is_hidden_from_the_first_to_the_last_picture(tmp_path, scene):
    film = _made(scene, tmp_path / "hidden", films.Hidden(is_whole=True))

    for made in film.sizes:
        for second, picture in scenes.pictures_of(made.path):
            assert scenes.detail(picture, (0, 0, *picture.size)) < 2, (made.preset, second)


def test_area_at_both_ends_hides_the_first_and_the_last_picture(tmp_path, scene):
    film = _made(scene, tmp_path / "hidden", films.Hidden([scene.track]))

    pictures = scenes.pictures_of(film.largest.path)
    for second, picture in (pictures[0], pictures[-1]):
        head = scenes.scaled(scene.head(second), picture.size, by=2)
        assert scenes.detail(picture, head) < 8


def test_averages_change_only_once_a_second(tmp_path, scene):
    """Many slightly shifted averages of one face would give it away."""
    still = [[0, 0.1, 0.2, 0.8, 0.6], [scenes.SECONDS, 0.1, 0.2, 0.8, 0.6]]

    film = _made(scene, tmp_path / "hidden", films.Hidden([still]))

    inside = scenes.scaled((40, 60, 280, 180), (film.largest.width, film.largest.height))
    pictures = [picture for _second, picture in scenes.pictures_of(film.largest.path)]
    steps = [scenes.difference(one, other, inside) for one, other in itertools.pairwise(pictures)]
    changes = [number + 1 for number, step in enumerate(steps) if step > 1.5]
    assert all(number % scenes.RATE == 0 for number in changes), changes
    assert changes


def test_sound_is_left_out_by_choice(tmp_path, scene):
    muted = _made(scene, tmp_path / "mute", films.Hidden(), is_mute=True)
    heard = _made(scene, tmp_path / "heard", films.Hidden([scene.track]))

    assert [scenes.has_sound(size.path) for size in muted.sizes] == [False] * len(muted.sizes)
    assert all(scenes.has_sound(size.path) for size in heard.sizes)


def test_poster_is_taken_from_what_is_hidden(tmp_path, scene):
    film = _made(scene, tmp_path / "hidden", films.Hidden(is_whole=True))

    (tmp_path / "poster.jpg").write_bytes(film.poster.data)
    with scenes.Image.open(tmp_path / "poster.jpg") as poster:
        assert scenes.detail(poster.convert("RGB"), (0, 0, *poster.size)) < 2


def test_directory_with_an_awkward_name_works(tmp_path, scene):
    film = _made(scene, tmp_path / "it's [a], b;c:d", films.Hidden(is_whole=True))

    assert film.sizes
    assert _escaped("a:b") == "a\\\\:b"


def test_what_a_listener_raises_ends_the_child(tmp_path, scene):
    def give_up():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_bounded("/bin/sleep", "60", timeout_s=60, ticked=give_up)
    with pytest.raises(FilmError):
        run_bounded("/bin/sleep", "60", timeout_s=0.2)
