"""The same picture again: found when re-compressed or resized, hardly ever where it is not."""

import io
import random
from itertools import combinations

import pytest
from django.db import connection
from PIL import Image, ImageDraw

from cms.media import prints
from cms.media.duplicates import sharing, similar_to, with_duplicates
from cms.media.models import PhotoPrint, Upload
from cms.media.models.photo_print import BAND_FIELDS
from tests import files
from tests.factories.media import prepared

PAIRS, PICTURES = 200, 2000


def drawn(seed: int, size=(160, 120)) -> Image.Image:
    """A picture as a phone might take it: sky, ground, light, and people or things before them."""
    rng = random.Random(seed)

    def colour():
        return tuple(rng.randrange(256) for _ in range(3))

    small = Image.new("RGB", (4, 3))
    small.putdata([colour() for _ in range(12)])
    picture = small.resize(size, Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(picture)
    width, height = size
    for _ in range(rng.randrange(4, 9)):
        x, y = rng.randrange(width), rng.randrange(height)
        w, h = rng.randrange(20, width // 2), rng.randrange(20, height // 2)
        shape = draw.ellipse if rng.random() < 0.5 else draw.rectangle
        shape((x - w // 2, y - h // 2, x + w // 2, y + h // 2), fill=colour())
    return picture


def again(picture: Image.Image, seed: int) -> Image.Image:
    """``picture`` after a messenger had it: smaller, re-compressed, as JPEG or WebP."""
    rng = random.Random(seed)
    share = rng.choice((1.0, 0.75, 0.5, 0.33))
    size = (round(picture.width * share), round(picture.height * share))
    out = io.BytesIO()
    format_ = rng.choice(("JPEG", "WEBP"))
    picture.resize(size, Image.Resampling.BILINEAR).save(
        out, format_, quality=rng.randrange(35, 80)
    )
    return Image.open(out).convert("RGB")


def is_found(one, other) -> bool:
    """As the search finds it: a band equal, few bits apart."""
    shares = any(a == b for a, b in zip(one, other, strict=True))
    return shares and prints.distance(one, other) <= prints.DISTANCE_MAX


def _twins(seen: list[tuple[int, ...]]) -> set[int]:
    """Which pictures the search would show beside another one."""
    by_band: dict[tuple[int, int], list[int]] = {}
    for number, bands in enumerate(seen):
        for place in enumerate(bands):
            by_band.setdefault(place, []).append(number)
    pairs = {pair for sharers in by_band.values() for pair in combinations(sharers, 2)}
    return {n for pair in pairs if is_found(seen[pair[0]], seen[pair[1]]) for n in pair}


@pytest.mark.once
def test_copies_are_found_and_strangers_are_not():
    seen = [prints.bands_of(drawn(seed)) for seed in range(PICTURES)]
    copies = [prints.bands_of(again(drawn(seed), seed)) for seed in range(PAIRS)]

    found = sum(is_found(one, copy) for one, copy in zip(seen, copies, strict=False))

    assert found >= 0.95 * PAIRS
    assert len(_twins(seen)) <= 0.01 * PICTURES


@pytest.mark.parametrize("colour", ["black", "white", "grey"])
def test_a_picture_of_nothing_looks_like_nothing(colour):
    assert prints.bands_of(Image.new("RGB", (300, 200), colour)) is None


def _jpeg(picture: Image.Image, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", **options)
    return out.getvalue()


def _sent(seed: int, *, copy: int | None = None) -> Upload:
    picture = drawn(seed, (400, 300))
    return prepared(_jpeg(picture if copy is None else again(picture, copy), quality=85))


@pytest.mark.django_db
def test_a_recompressed_photo_of_another_officer_is_found():
    first, stranger = _sent(1), _sent(2)

    second = _sent(1, copy=7)

    assert second.owner != first.owner
    found = similar_to([second])
    assert [(s.other, s.is_same_file) for s in found] == [(first, False)]
    assert found[0].distance <= prints.DISTANCE_MAX
    assert similar_to([stranger]) == []


@pytest.mark.django_db
def test_the_very_same_film_is_found_and_another_with_the_same_beginning_is_not():
    one = prepared(files.mp4(1, "160x120"), "a.mp4")
    same = prepared(files.mp4(1, "160x120"), "b.mp4")
    prepared(files.mp4(2, "160x120"), "c.mp4")

    assert [(s.other, s.is_same_file) for s in similar_to([one])] == [(same, True)]
    assert not PhotoPrint.objects.exists()


@pytest.mark.django_db
def test_those_that_look_alike_are_one_group_for_the_library():
    first, alone, second, third = _sent(1), _sent(2), _sent(1, copy=3), _sent(1, copy=4)

    groups = dict(PhotoPrint.objects.values_list("upload", "group"))
    assert groups == {
        first.pk: first.pk,
        second.pk: first.pk,
        third.pk: first.pk,
        alone.pk: None,
    }
    alike = set(with_duplicates().values_list("upload__photo_id", flat=True))
    assert alike == {first.photo_id, second.photo_id, third.photo_id}


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 5])
def test_search_costs_four_queries(rows, django_assert_num_queries):
    uploads = [_sent(seed % 2) for seed in range(rows)]

    with django_assert_num_queries(4):
        similar_to(uploads)


@pytest.mark.django_db
def test_a_copy_is_found_among_thousands_that_share_a_band_by_chance():
    original, copy = _sent(1), _sent(1, copy=7)
    one, other = original.print.bands, copy.print.bands
    band = next(number for number in range(4) if one[number] == other[number])
    far = [value ^ 0xFFFF for value in one]
    far[band] = one[band]
    values = {"kind": "photo", "content_type": "image/jpeg", "byte_count": 1, "owner": copy.owner}
    strangers = [Upload(sha256=f"{number:064}", file="x", **values) for number in range(2100)]
    PhotoPrint.objects.filter(pk=original.pk).delete()
    Upload.objects.bulk_create(strangers)
    prints_ = [
        PhotoPrint(upload=stranger, **dict(zip(BAND_FIELDS, far, strict=True)))
        for stranger in strangers
    ]
    PhotoPrint.objects.bulk_create(prints_)
    PhotoPrint.objects.create(upload=original, **dict(zip(BAND_FIELDS, one, strict=True)))

    assert [s.other for s in similar_to([copy])] == [original]


@pytest.mark.django_db
def test_search_reads_four_indexes_and_never_the_table():
    upload = _sent(1)
    candidates = sharing([upload.print.bands])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = candidates.explain()
        assert all(plan.count(field) >= 1 for field in BAND_FIELDS)
        assert "Seq Scan on cms_media_photoprint" not in plan
    else:
        plan = candidates.explain()
        assert plan.count("USING INDEX cms_media_photoprint_band") == len(BAND_FIELDS)
        assert "SCAN cms_media_photoprint" not in plan
