"""Every file of a picture has the quality that is meant for it, however many are made at once."""

import io

import pytest
from PIL import Image, ImageChops

from cms.media import pictures
from tests.media.test_duplicates import drawn

SIZE = (2200, 1600)
WANTED = {
    "image/avif": pictures.AVIF_QUALITY,
    "image/webp": pictures.WEBP_QUALITY,
    "image/jpeg": pictures.JPEG_QUALITY,
}


@pytest.fixture(scope="module")
def picture() -> Image.Image:
    grain = Image.effect_noise(SIZE, 40)
    return ImageChops.multiply(drawn(3, SIZE), Image.merge("RGB", [grain] * 3))


def test_files_made_side_by_side_are_those_made_one_by_one(picture):
    sizes = dict(pictures.chain(picture))

    master, *made = pictures.derive(picture)

    assert len(made) == 12
    for file in made:
        alone = pictures.encode(sizes[file.preset], file.content_type, WANTED[file.content_type])
        assert file.data == alone, (file.preset, file.content_type)
    assert master.data == pictures.clean_master(_as_file(picture)).data


def _as_file(picture: Image.Image):
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out


@pytest.mark.parametrize("width", [1920, 1000, 200])
def test_picture_that_is_its_own_largest_size_is_not_mixed_up_either(picture, width):
    alone = picture.resize((width, width * 8 // 11))

    master, *made = pictures.derive(alone)

    largest = {file.content_type: file for file in made if file.width == width}
    for content_type, quality in WANTED.items():
        if largest:
            assert largest[content_type].data == pictures.encode(alone, content_type, quality)
    wanted = pictures.encode(alone, "image/jpeg", pictures.MASTER_QUALITY, is_progressive=False)
    assert master.data == wanted


def test_what_a_picture_carries_stays_behind(picture):
    laden = picture.resize((320, 240))
    laden.info = {"comment": b"GPS -6.2", "exif": b"Exif\0\0GPS", "icc_profile": b"GPS"}

    for content_type, quality in WANTED.items():
        assert b"GPS" not in pictures.encode(laden, content_type, quality)
    assert laden.info["comment"] == b"GPS -6.2"


# --- what is hidden ---


def _noise(size: tuple[int, int]) -> Image.Image:
    return Image.merge("RGB", [Image.effect_noise(size, 120)] * 3)


def _averages(picture: Image.Image, box: pictures.Box, across: int) -> Image.Image:
    """Noise that has the same ``across`` averages along ``box`` as ``picture``, and no more."""
    left, top = round(box.x * picture.width), round(box.y * picture.height)
    width, height = round(box.width * picture.width), round(box.height * picture.height)
    area = (left, top, left + width, top + height)
    side = width / across
    small = picture.crop(area).resize((across, round(height / side)), Image.Resampling.BOX)
    other = picture.copy()
    other.paste(small.resize((width, height), Image.Resampling.NEAREST), area)
    return other


def _apart(one: Image.Image, other: Image.Image) -> int:
    return max(high for _low, high in ImageChops.difference(one, other).getextrema())


FACE = pictures.Box(0.1, 0.1, 0.8, 0.4)
HALVES = {
    "side by side": [pictures.Box(0.1, 0.1, 0.4, 0.4), pictures.Box(0.5, 0.1, 0.4, 0.4)],
    "over each other": [pictures.Box(0.1, 0.1, 0.5, 0.4), pictures.Box(0.4, 0.1, 0.5, 0.4)],
    "four strips": [pictures.Box(0.1 + 0.2 * n, 0.1, 0.2, 0.4) for n in (2, 0, 3, 1)],
}


@pytest.mark.parametrize("boxes", HALVES.values(), ids=HALVES)
def test_boxes_that_touch_leave_no_more_than_one_box_does(boxes):
    picture = _noise((640, 480))
    coarse = _averages(picture, FACE, 8)
    assert _apart(picture, coarse) > 60

    hidden = pictures.obscure(picture, boxes)

    assert _apart(hidden, pictures.obscure(picture, [FACE])) == 0
    assert _apart(hidden, pictures.obscure(coarse, boxes)) <= 1


def test_boxes_with_a_narrow_gap_are_one_area_and_the_gap_stays():
    picture = _noise((640, 480))
    left, right = pictures.Box(0.1, 0.1, 0.4, 0.4), pictures.Box(0.51, 0.1, 0.39, 0.4)

    hidden = pictures.obscure(picture, [left, right])

    gap = (320, 48, 326, 240)
    assert _apart(hidden.crop(gap), picture.crop(gap)) == 0
    whole = pictures.obscure(picture, [FACE])
    for side in ((64, 48, 320, 240), (327, 48, 576, 240)):
        assert _apart(hidden.crop(side), whole.crop(side)) == 0


def test_boxes_far_apart_are_hidden_each_by_itself():
    picture = _noise((640, 480))
    one, other = pictures.Box(0.1, 0.1, 0.1, 0.1), pictures.Box(0.7, 0.7, 0.1, 0.1)

    both = pictures.obscure(picture, [one, other])

    assert _apart(both, pictures.obscure(pictures.obscure(picture, [one]), [other])) == 0


@pytest.mark.parametrize("side", [3, 8, 13, 20])
def test_a_small_box_keeps_nothing_finer_than_a_cell(side):
    """Thirteen pixels in eight cells would be a face hardly changed."""
    picture = _noise((640, 480))
    box = pictures.Box(0.5, 0.5, side / 640, side / 480)
    area = (320, 240, 320 + side, 240 + side)
    cells = max(1, round(side / pictures.CELL_MIN))
    coarse = picture.copy()
    small = picture.crop(area).resize((cells, cells), Image.Resampling.BOX)
    coarse.paste(small.resize((side, side), Image.Resampling.NEAREST), area)

    one, other = pictures.obscure(picture, [box]), pictures.obscure(coarse, [box])

    assert _apart(picture, coarse) > 60
    assert _apart(one, other) <= 16
