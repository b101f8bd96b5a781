"""Pictures made smaller look as they did before, whatever their shape and colours."""

import io

import pytest
from PIL import Image, ImageChops, ImageStat

from cms.media import pictures
from cms.media.scaling import scaled
from tests.media.test_duplicates import drawn

# From, to: a photo, odd numbers, hardly smaller, as much smaller as FFmpeg is asked for, slivers.
SHAPES = [
    ((3200, 2401), (2560, 1921)),
    ((501, 333), (320, 213)),
    ((1001, 601), (1000, 600)),
    ((1280, 1280), (321, 322)),
    ((640, 20), (320, 16)),
]
ODD_SHAPES = [((4000, 30), (320, 2)), ((30, 4000), (1, 320)), ((5000, 5000), (320, 320))]


def _picture(size: tuple[int, int]) -> Image.Image:
    return drawn(5, (1600, 1200)).resize(size)


def _apart(one: Image.Image, other: Image.Image) -> tuple[float, int]:
    """The mean and the largest difference, in levels of 255."""
    statistics = ImageStat.Stat(ImageChops.difference(one, other))
    return max(statistics.mean), max(most for _least, most in statistics.extrema)


@pytest.mark.parametrize(("old", "new"), SHAPES)
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK", "RGBA"])
def test_smaller_picture_is_the_one_that_pillow_makes(mode, old, new):
    picture = _picture(old).convert(mode)

    made = scaled(picture, new)

    assert (made.mode, made.size) == (mode, new)
    mean, most = _apart(made, picture.resize(new, Image.Resampling.BICUBIC))
    assert mean < 1
    assert most <= 16  # at the sharpest edges: the two filters are not the same to the last digit


@pytest.mark.parametrize(("old", "new"), ODD_SHAPES)
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK", "RGBA"])
def test_odd_shape_is_made_smaller_too(mode, old, new):
    picture = _picture(old).convert(mode)

    made = scaled(picture, new)

    assert (made.mode, made.size) == (mode, new)
    means = zip(ImageStat.Stat(picture).mean, ImageStat.Stat(made).mean, strict=True)
    assert all(abs(before - after) < 6 for before, after in means)


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (254, 1, 128), (16, 235, 240)])
def test_plain_colour_stays_to_the_last_digit(colour):
    made = scaled(Image.new("RGB", (1001, 777), colour), (333, 259))

    assert made.getcolors() == [(333 * 259, colour)]


def test_edges_stay_where_they_were():
    picture = Image.new("RGB", (1200, 800), "white")
    picture.paste("black", (600, 0, 1200, 800))
    picture.paste("red", (0, 400, 1200, 800))

    made = scaled(picture, (600, 400))

    assert [made.getpixel((x, 100)) for x in (297, 302)] == [(255,) * 3, (0,) * 3]
    assert [made.getpixel((100, y)) for y in (197, 202)] == [(255,) * 3, (255, 0, 0)]


@pytest.mark.parametrize(("old", "new"), SHAPES)
def test_number_of_threads_changes_nothing_and_leaves_no_seam(old, new):
    picture = _picture(old)

    assert scaled(picture, new, threads=2).tobytes() == scaled(picture, new).tobytes()


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "CMYK"])
def test_large_photo_keeps_its_looks(mode):
    out = io.BytesIO()
    large = _picture((3200, 2401)).convert(mode)
    options = {"quality": 100, "subsampling": 0} if mode == "CMYK" else {"compress_level": 1}
    large.save(out, "JPEG" if mode == "CMYK" else "PNG", **options)

    shrunk, _taken_at = pictures.decode(out)

    assert shrunk.size == (2560, 1921)
    wanted = large.convert("RGB").resize(shrunk.size, Image.Resampling.BICUBIC)
    mean, most = _apart(shrunk, wanted)
    assert mean < 1
    assert most <= 16
