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


@pytest.mark.parametrize("mode", ["RGB", "L", "RGBA"])
def test_a_large_picture_is_shrunk_in_parts_without_a_seam(mode):
    large = drawn(5, (3200, 2401)).convert(mode)

    shrunk, _taken_at = pictures.decode(_as_file(large))

    whole = large.resize(shrunk.size, pictures.FILTER).convert("RGB")
    assert shrunk.size == (2560, 1921)
    apart = ImageChops.difference(whole, shrunk).getextrema()
    assert max(most for _least, most in apart) <= 4  # of 255: rounding
