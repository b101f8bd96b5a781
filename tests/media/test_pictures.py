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
