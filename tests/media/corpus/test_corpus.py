"""Nothing in the corpus breaks a worker, and no private word of it reaches a file that we make."""

import contextlib
import io
import random
import time

import pytest
from PIL import ExifTags, Image, ImageOps
from willow.image import Image as WillowImage

from cms.base.errors import DomainError, TooLarge, UnsupportedMedia
from cms.media import decoders, pictures
from cms.media.camera import facts_of
from cms.media.content_type import FORMATS, inspect
from cms.media.models import UploadState
from cms.media.unusable import Unusable
from tests import files
from tests.factories.media import prepared
from tests.media.corpus import films as film_corpus
from tests.media.corpus import pictures as corpus
from tests.media.films.recordings import RECORDINGS

# Pillow warns of nonsense in headers; that it goes on is what is tested.
pytestmark = [pytest.mark.once, pytest.mark.filterwarnings("ignore::UserWarning:PIL")]

FLIPS = 60
FILM_NAMES = sorted(film_corpus.GOOD)
NAMES = sorted(corpus.GOOD)


def _read(field) -> bytes:
    with field.open("rb") as file:
        return file.read()


def test_every_accepted_format_is_in_the_corpus():
    covered = {name for _make, name in [*corpus.GOOD.values(), *film_corpus.GOOD.values()]}
    recorded = {name for name, _options in RECORDINGS.values()}

    assert covered | recorded == {found.name for found in FORMATS}


@pytest.mark.parametrize("name", [*NAMES, *FILM_NAMES])
def test_file_is_what_the_corpus_says_and_has_something_to_lose(name):
    make, format_ = (corpus.GOOD | film_corpus.GOOD)[name]
    data = make()

    assert inspect(io.BytesIO(data), name=name).format.name == format_
    assert files.carries(data) or b"GPSLatitude" in data or name == "animated.avif"


@pytest.mark.parametrize("name", NAMES)
def test_what_is_made_of_a_picture_carries_nothing_but_pixels(name):
    make, _format = corpus.GOOD[name]

    picture, _taken = pictures.decode(io.BytesIO(make()))
    made = pictures.derive(picture)

    assert {m.content_type for m in made} == {"image/jpeg", "image/webp", "image/avif"}
    for one in made:
        assert files.carries(one.data) == []
        assert b"GPS" not in one.data
        with Image.open(io.BytesIO(one.data)) as image:
            assert dict(image.getexif()) == {}
            assert not {"exif", "xmp", "comment", "icc_profile", "XML:com.adobe.xmp"} & set(
                image.info
            )
            assert getattr(image, "n_frames", 1) == 1, "one picture, no film"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["motion.jpg", "maker-notes.jpg", "16-bit.png", "animated.webp", "two.heic"]
)
def test_the_whole_way_leaves_nothing_in_storage_but_the_original(name, stored):
    before = stored()

    upload = prepared(corpus.GOOD[name][0](), name)

    assert upload.state == UploadState.READY, upload.failure
    storage = upload.file.storage
    ours = stored() - before - {upload.file.name}
    assert ours
    for path in ours:
        with storage.open(path, "rb") as file:
            assert (path, files.carries(file.read())) == (path, [])


@pytest.mark.django_db
@pytest.mark.parametrize("name", FILM_NAMES)
def test_films_and_posters_carry_neither_place_nor_maker(name):
    upload = prepared(film_corpus.GOOD[name][0](), name)

    assert upload.state == UploadState.READY, upload.failure
    for row in upload.video.derivatives.all():
        data = _read(row.file)
        assert (row.preset, files.carries(data)) == (row.preset, [])
        assert b"\xa9xyz" not in data
        assert b"ISO6709" not in data


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(corpus.HOSTILE))
def test_hostile_file_is_refused_in_words_or_prepared(name):
    try:
        upload = prepared(corpus.HOSTILE[name](), name)
    except DomainError as error:
        reason, state = str(error), UploadState.FAILED
    else:
        reason, state = upload.failure, upload.state

    assert state in {UploadState.READY, UploadState.FAILED}
    assert (state == UploadState.FAILED) == (len(reason) > 20)


COSTLY = [
    "scans.jpg",
    "scans-of-many-pixels.jpg",
    "scans-kept-in-memory.jpg",
    "segments.jpg",
    "junk.jpg",
    "chunks.png",
    "wide.webp",
    "one-tile-a-thousand-times.heic",
    "part-of-itself.heic",
]


@pytest.mark.parametrize("name", COSTLY)
def test_what_would_take_too_long_is_refused_before_it_is_decoded(name):
    """Both where a file comes in and where one that is kept already is prepared."""
    file = io.BytesIO(corpus.HOSTILE[name]())
    begun = time.process_time()

    with pytest.raises((UnsupportedMedia, TooLarge)):
        inspect(file, name=name)
    with pytest.raises(Unusable):
        pictures.decode(file)

    assert time.process_time() - begun < 1


@pytest.mark.parametrize("count", [12, 80])
def test_a_picture_of_as_many_scans_as_encoders_write_is_read(count):
    file = io.BytesIO(corpus.many_scans(64, count))

    assert inspect(file, name="a.jpg").width == 64
    assert pictures.decode(file)[0].size == (64, 64)


@pytest.mark.parametrize(
    ("side", "subsampling", "is_refused"),
    [
        (9_900, "4:4:4", True),
        (9_900, "4:2:0", True),
        (6_930, "4:2:0", False),
        (5_000, "4:4:4", False),
    ],
)
def test_what_a_decoder_would_keep_of_a_picture_in_scans_is_bounded(side, subsampling, is_refused):
    file = io.BytesIO(corpus.large_in_scans(side, subsampling))

    assert decoders.is_too_costly(file) == is_refused


def test_a_picture_of_many_tiles_may_be_as_large_as_cameras_make_them():
    """200 megapixels in tiles of 512: what the largest sensors of phones write."""
    tiles = list(range(2, 802))
    file = io.BytesIO(corpus.put_together({1: tiles}, dict.fromkeys(tiles, (512, 512))))

    assert not decoders.is_too_costly(file)


FLIPPED = [n for n in NAMES if not n.startswith("rotated")]


@pytest.mark.parametrize("name", FLIPPED)
def test_damaged_bytes_never_break_a_decoder_of_ours(name):
    """Flipped bytes, seeded: refused in words, or read as whatever they became."""
    rng = random.Random(name)
    whole = corpus.GOOD[name][0]()

    for _try in range(FLIPS):
        data = bytearray(whole)
        for _flip in range(rng.choice((1, 2, 4, 16, 64))):
            reach = len(data) if rng.random() < 0.5 else min(len(data), 1500)
            data[rng.randrange(reach)] = rng.randrange(256)
        file = io.BytesIO(data)
        for read in (lambda f: inspect(f, name=name), pictures.decode):
            with contextlib.suppress(DomainError, Unusable):
                read(file)
        facts_of(file)


@pytest.mark.parametrize(
    "name", ["progressive.jpg", "text.png", "plain.webp", "plain.heic", "plain.avif"]
)
def test_cut_at_every_kilobyte_it_never_breaks(name):
    data = corpus.GOOD[name][0]()

    for length in range(1, len(data), 1000):
        cut = io.BytesIO(data[:length])
        for read in (lambda f: inspect(f, name=name), pictures.decode):
            try:
                read(cut)
            except (UnsupportedMedia, Unusable):
                continue
        facts_of(cut)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("extension", corpus.TURNABLE)
def test_picture_is_turned_upright_once_in_every_format(extension, orientation):
    held = files.scene(320, 240)
    held.getexif()[ExifTags.Base.Orientation] = orientation
    upright = ImageOps.exif_transpose(held)

    picture, _taken = pictures.decode(
        io.BytesIO(corpus.GOOD[f"rotated-{orientation}.{extension}"][0]())
    )

    assert picture.size == upright.size
    width, height = upright.size
    for corner in ((9, 9), (width - 9, 9), (9, height - 9), (width - 9, height - 9)):
        pairs = zip(picture.getpixel(corner), upright.getpixel(corner), strict=True)
        assert all(abs(one - other) < 12 for one, other in pairs), corner


@pytest.mark.parametrize("format_", ["jpeg", "png", "webp", "avif", "gif", "heic"])
@pytest.mark.parametrize("name", ["maker-notes.jpg", "text.png", "animated.webp"])
def test_no_way_through_willow_keeps_anything(name, format_):
    """Whatever Wagtail makes of a picture that is not one of our masters."""
    image = WillowImage.open(io.BytesIO(corpus.GOOD[name][0]()))
    if format_ == "jpeg":
        image = image.set_background_color_rgb((255, 255, 255))  # as Wagtail does
    out = io.BytesIO()

    getattr(image.resize((100, 75)), f"save_as_{format_}")(out)

    assert files.carries(out.getvalue()) == []
    assert b"GPS" not in out.getvalue()
