"""``python -m bench.library``: the media library with 100,000 photos and films.

Makes the rows in the database that the environment names (SQLite in ``SAMBANG_VAR_DIR``, or
``SAMBANG_DATABASE_URL``) and asks for pages as an editor's browser does: the whole answer, in
process. Prints p50, p95, the processor's share and the number of queries of each question.
``--keep`` takes the rows that are there.
"""

from __future__ import annotations

import argparse
import datetime
import os
import random
import statistics
import time
import uuid

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
django.setup()

from django.conf import settings  # noqa: E402 (models need the set-up above)
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402
from taggit.models import Tag, TaggedItem  # noqa: E402
from wagtail.models import Collection  # noqa: E402

from cms.accounts.models import User  # noqa: E402
from cms.config.demo import bulk  # noqa: E402
from cms.media.models import Derivative, Photo, PhotoPrint, Upload, Video  # noqa: E402
from cms.people.models import Officer, Role, RoleAssignment  # noqa: E402
from cms.people.services.roles import sync_groups  # noqa: E402
from cms.places.models import Region, Unit  # noqa: E402
from stories.models import Activity, MediaAsset, Programme  # noqa: E402

ASSETS, OFFICERS, BATCH, SEED = 100_000, 2_000, 5_000, 7
GOAL_MS, GOAL_QUERIES = 300, 12
MARKS = [*[""] * 17, "child", "victim", "witness"]
TAGS = [f"label {number}" for number in range(200)]
WORDS = "senam ronda banjir posyandu sawah pasar masjid gereja sekolah karang taruna gotong royong"


def main() -> None:
    """Fill, ask, print one line a question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assets", type=int, default=ASSETS)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    if not options.keep:
        _prepare()
        _fill(options.assets)
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        STORAGES=settings.STORAGES | {"staticfiles": static}, ALLOWED_HOSTS=["*"]
    ):
        _ask(options.rounds)


def _prepare() -> None:
    call_command("migrate", verbosity=0)
    if not Region.objects.exists():
        call_command("load_regions", verbosity=0)
    if not Unit.objects.exists():
        call_command("derive_units", verbosity=0)
    if not Officer.objects.exists():
        bulk.fill(officers=OFFICERS, reports=0, stories=0, say=lambda text: None)


def _fill(count: int) -> None:
    rng = random.Random(SEED)
    officers = list(
        Officer.objects.select_related("unit").prefetch_related("postings__village")[:OFFICERS]
    )
    facts = {
        "activity": list(Activity.objects.values_list("pk", flat=True)),
        "programme": list(Programme.objects.values_list("pk", flat=True)),
    }
    facts["tag"] = [Tag.objects.get_or_create(name=name)[0] for name in TAGS]
    facts["owner"], _made = User.objects.get_or_create(username="bench-fotografer")
    root = Collection.get_first_root_node()
    for start in range(0, count, BATCH):
        _batch(rng, officers, facts, root, range(start, min(start + BATCH, count)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _batch(rng, officers, facts, root, numbers) -> None:
    photos, videos, rows = [], [], []
    for number in numbers:
        officer = rng.choice(officers)
        title = f"{' '.join(rng.sample(WORDS.split(), 3))} {number}"
        common = {
            "title": title,
            "alt_text": "" if number % 9 == 0 else title,
            "unit_path": officer.unit.path,
            "collection": root,
            "protect_mark": rng.choice(MARKS),
            "credit": "" if number % 7 == 0 else f"Humas {officer.unit.name}",
            "licence": rng.choice(["", "", "", "cc-by", "permission"]),
            "width": 1280,
            "height": 853,
        }
        if number % 20 == 0:
            videos.append(Video(type="video", duration=9, file=f"masters/video/{number}", **common))
            thing = videos[-1]
        else:
            photos.append(Photo(file=f"masters/photo/{number}", **common))
            thing = photos[-1]
        rows.append((thing, officer, number))
    Photo.objects.bulk_create(photos)
    Video.objects.bulk_create(videos)
    Derivative.objects.bulk_create(
        Derivative(
            **{_kind(thing): thing},
            preset="w320",
            content_type="image/webp",
            width=320,
            height=213,
            byte_count=9_000,
            file=f"derivatives/{uuid.uuid4().hex}.webp",
        )
        for thing, _officer, _number in rows
    )
    MediaAsset.objects.bulk_create(_asset(rng, facts, *row) for row in rows)
    _label(rng, facts, rows)
    _print(rng, facts["owner"], rows)


def _label(rng, facts, rows) -> None:
    types = {model: ContentType.objects.get_for_model(model) for model in (Photo, Video)}
    TaggedItem.objects.bulk_create(
        TaggedItem(tag=tag, content_type=types[type(thing)], object_id=thing.pk)
        for thing, _officer, number in rows
        if number % 3 == 0
        for tag in rng.sample(facts["tag"], 2)
    )


def _print(rng, owner, rows) -> None:
    """What each photo looks like; one of fifty has others that look alike."""
    photos = [(thing, number) for thing, _officer, number in rows if isinstance(thing, Photo)]
    uploads = [
        Upload(
            owner=owner,
            kind="photo",
            photo=photo,
            file=f"originals/{uuid.uuid4().hex}/original.jpg",
            content_type="image/jpeg",
            byte_count=400_000,
            sha256=uuid.uuid4().hex * 2,
            state="ready",
            is_adopted=True,
            unit_path=photo.unit_path,
        )
        for photo, _number in photos
    ]
    Upload.objects.bulk_create(uploads)
    groups = [uuid.uuid4() for _group in range(len(photos) // 100 + 1)]
    PhotoPrint.objects.bulk_create(
        PhotoPrint(
            upload=upload,
            **{f"band_{band}": rng.randrange(2**16) for band in range(4)},
            group=rng.choice(groups) if number % 50 == 1 else None,
        )
        for upload, (_photo, number) in zip(uploads, photos, strict=True)
    )


def _kind(thing) -> str:
    return "photo" if isinstance(thing, Photo) else "video"


def _asset(rng, facts, thing, officer, number) -> MediaAsset:
    village = officer.postings.all()[0].village
    arrived = timezone.now() - datetime.timedelta(minutes=5 * number + rng.randint(0, 4))
    return MediaAsset(
        kind=_kind(thing),
        **{_kind(thing): thing},
        title=thing.title,
        words=f"{thing.title} {officer.name} {village.place_line}".casefold(),
        is_described=bool(thing.alt_text),
        unit_path=officer.unit.path,
        officer=officer,
        village=village,
        village_code=village.code,
        activity_id=rng.choice(facts["activity"]),
        programme_id=rng.choice(facts["programme"]),
        protect_mark=thing.protect_mark,
        consent=rng.choice(["none", "none", "none", "given", "withdrawn"]),
        usage=rng.choice(["none", "none", "public", "draft"]),
        credit=thing.credit,
        licence=thing.licence,
        sha256=uuid.uuid4().hex * 2,
        has_twin=number % 50 == 0,
        happened_on=arrived.date(),
        arrived_at=arrived,
    )


def _editor(code: str) -> Client:
    """A signed-in editor of the unit ``code``."""
    user, _made = User.objects.get_or_create(
        username=f"bench-{code.lower()}", defaults={"email": f"bench-{code.lower()}@contoh.id"}
    )
    RoleAssignment.objects.get_or_create(
        user=user, role=Role.EDITOR, unit=Unit.objects.get(code=code)
    )
    sync_groups(user=user)
    client = Client()
    client.force_login(user)
    return client


def _questions() -> dict[str, str]:
    some = MediaAsset.objects.select_related("village__parent__parent", "officer").order_by("id")
    row = some[len(MARKS)]
    regency = row.village.parent.parent
    day = timezone.localdate() - datetime.timedelta(days=200)
    unit = Unit.objects.filter(path=row.unit_path[:12]).first()
    return {
        "nothing asked": "",
        "oldest first": "urut=lama",
        "a list": "tampil=daftar",
        "officer": f"anggota={row.officer_id}",
        "unit and below": f"satuan={unit.pk}",
        "village": f"tempat={row.village_id}",
        "regency": f"tempat={regency.pk}",
        "a month, one activity": f"dari={day}&sampai={day + datetime.timedelta(days=30)}"
        f"&kegiatan={row.activity_id}",
        "programme, victim": f"program={row.programme_id}&tanda=victim&persetujuan=none",
        "consent ends soon (none)": "persetujuan=expiring",
        "unused twins": "pemakaian=none&kembar=on",
        "a label": f"label={TAGS[0]}",
        "photos that look alike": "mirip=on",
        "somebody else's": "hak=other",
        "rights that ended (none)": "hak=expired",
        "no credit": "hak=no-credit",
        "a word": "q=posyandu",
        "a name": f"q={row.officer.name.split()[0]}",
        "a word that nobody wrote": "q=tidakadakatanya",
        "all at once": f"q=senam&jenis=photo&satuan={unit.pk}&tempat={regency.pk}&tanda=child"
        f"&persetujuan=none&pemakaian=none&kegiatan={row.activity_id}&hak=own&tanpa_uraian=on",
    }


def _ask(rounds: int) -> None:
    top, narrow = _editor("MABES"), _editor("POLDA-32")
    frame = _queries(top, "/admin/token/")
    print(f"{MediaAsset.objects.count()} assets, {connection.vendor}; goal p95 ≤ {GOAL_MS} ms")
    print(f"{'question':<34}{'p50 ms':>8}{'p95 ms':>8}{'cpu p95':>8}{'queries':>9}")
    worst = 0.0
    for who, client in (("Mabes", top), ("Polda", narrow)):
        for name, query in _questions().items():
            url = f"/admin/pustaka/?{query}"
            asked = _queries(client, url)
            spent = [_timed(client, url) for _round in range(rounds)]
            p95, cpu = (_p95(column) for column in zip(*spent, strict=True))
            p50 = statistics.median(wall for wall, _cpu in spent)
            worst = max(worst, p95)
            print(f"{f'{who}: {name}':<34}{p50:>8.0f}{p95:>8.0f}{cpu:>8.0f}{asked - frame:>9}")
    print(f"worst p95 {worst:.0f} ms; queries without the {frame} of an empty page of the admin")


def _timed(client: Client, url: str) -> tuple[float, float]:
    """Milliseconds on the clock, and of this process alone: on a busy machine they differ."""
    clock, cpu = time.perf_counter(), time.process_time()
    assert client.get(url).status_code == 200
    return (time.perf_counter() - clock) * 1000, (time.process_time() - cpu) * 1000


def _p95(spent) -> float:
    return sorted(spent)[max(0, int(len(spent) * 0.95) - 1)]


def _queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


if __name__ == "__main__":
    main()
