"""Near-duplicates: how many copies are found, how many strangers are taken for one, and how long
the search takes.

Run: ``python -m bench.duplicates [--pictures 2000] [--pairs 200] [--rows 1000000]``; the search in
the database that the environment names (SQLite in ``SAMBANG_VAR_DIR``, or
``SAMBANG_DATABASE_URL``): rows are added to it. ``--rows 0`` leaves it out.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import statistics
import time
from itertools import combinations

import django
from django.core.management import call_command
from PIL import Image

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
django.setup()

from django.db import connection  # noqa: E402 (models need the set-up above)

from bench.scenes import scene  # noqa: E402
from cms.accounts.models import User  # noqa: E402
from cms.media import prints  # noqa: E402
from cms.media.duplicates import near, sharing  # noqa: E402
from cms.media.models import PhotoPrint, Upload  # noqa: E402

SIZE = (640, 480)
# How much likelier than by chance two different pictures share each band (counted on 1,000 scenes).
CROWDING = (8, 2, 1, 2)
QUERIES = 200
PHOTOS_A_REPORT = 10
RANDOM = {"sqlite": "abs(random())", "postgresql": "floor(random() * 2147483647)::int"}
KEY = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}
SERIES = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) ",
    "postgresql": "WITH n AS (SELECT generate_series(1, {rows}) AS i) ",
}


def copy_of(picture: Image.Image, rng: random.Random) -> Image.Image:
    """``picture`` after a messenger had it: resized, re-compressed, as JPEG or WebP."""
    share = rng.choice((1.0, 0.75, 0.5, 0.33))
    size = (round(picture.width * share), round(picture.height * share))
    out = io.BytesIO()
    smaller = picture.resize(size, Image.Resampling.BILINEAR)
    smaller.save(out, rng.choice(("JPEG", "WEBP")), quality=rng.randrange(35, 80))
    return Image.open(out).convert("RGB")


def is_found(one: prints.Bands, other: prints.Bands) -> bool:
    """As the search finds it: a band equal, few bits apart."""
    shares = any(a == b for a, b in zip(one, other, strict=True))
    return shares and prints.distance(one, other) <= prints.DISTANCE_MAX


def measure_pictures(count: int, pairs: int) -> None:
    rng, seen, found, apart = random.Random(1), [], 0, []
    for seed in range(count):
        picture = scene(seed, SIZE)
        bands = prints.bands_of(picture)
        if bands is None:
            continue
        if seed < pairs:
            again = prints.bands_of(copy_of(picture, rng))
            found += again is not None and is_found(bands, again)
            apart.append(prints.distance(bands, again) if again else 64)
        seen.append(bands)
    distances = [(prints.distance(a, b), is_found(a, b)) for a, b in combinations(seen, 2)]
    false = sum(taken for _distance, taken in distances)
    print(
        f"{pairs} copies: {found} found ({found / pairs:.1%}, goal 95 %); "
        f"bits apart: median {statistics.median(apart):.0f}, most {max(apart)}"
    )
    print(
        f"{len(seen)} different pictures, {len(distances):,} pairs: {false} taken for copies "
        f"({false / len(seen):.2%} of the pictures, goal 1 %); nearest pair "
        f"{min(distances)[0]} bits apart"
    )


def fill(rows: int) -> None:
    """Add uploads with prints of nobody's pictures."""
    call_command("migrate", verbosity=0)
    owner, _made = User.objects.get_or_create(username="bench-duplicates")
    template = Upload.objects.create(
        owner=owner,
        kind="photo",
        content_type="image/jpeg",
        byte_count=1,
        sha256="0" * 64,
        file="x",
    )
    upload, its_print = Upload._meta, PhotoPrint._meta
    columns = [field.column for field in upload.concrete_fields if field.column != "id"]
    mine = ", ".join("cast(n.i AS text)" if column == "sha256" else f"t.{column}"
                     for column in columns)  # fmt: skip
    vendor = connection.vendor
    names = ", ".join(columns)
    bands = ", ".join(f"{RANDOM[vendor]} %% {65536 // times}" for times in CROWDING)
    band_names = ", ".join(f"band_{number}" for number in range(len(CROWDING)))
    key = template.pk.hex if vendor == "sqlite" else str(template.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{SERIES[vendor].format(rows=rows)}INSERT INTO {upload.db_table} (id, {names}) "  # noqa: S608
            f"SELECT {KEY[vendor]}, {mine} FROM n, {upload.db_table} t WHERE t.id = %s",
            [key],
        )
        cursor.execute(
            f"INSERT INTO {its_print.db_table} (upload_id, {band_names}) "  # noqa: S608
            f"SELECT id, {bands} FROM {upload.db_table} WHERE id <> %s",
            [key],
        )
        cursor.execute("ANALYZE")


def measure_search() -> None:
    total = PhotoPrint.objects.count()
    rng = random.Random(2)
    some = list(PhotoPrint.objects.all()[:2000])
    for photos in (1, PHOTOS_A_REPORT):
        times, candidates = [], []
        for _query in range(QUERIES):
            bands = [one.bands for one in rng.sample(some, photos)]
            start = time.perf_counter()
            found = near(bands)
            times.append((time.perf_counter() - start) * 1000)
            candidates.append(sharing(bands).count())
            assert len(found) >= photos
        times.sort()
        print(
            f"{connection.vendor}, {total:,} prints, {photos} photos at once: "
            f"p50 {times[QUERIES // 2]:.1f} ms, p95 {times[QUERIES * 95 // 100]:.1f} ms; "
            f"candidates {statistics.mean(candidates):.0f}, most {max(candidates)}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=2000)
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    if options.pictures:
        measure_pictures(options.pictures, options.pairs)
    if options.rows:
        fill(options.rows)
        measure_search()


if __name__ == "__main__":
    main()
