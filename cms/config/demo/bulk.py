"""Rows for load tests, made in bulk: officers, reports and published items without page or picture.

The items are true to form (their documents come from the same code as real ones) but have no page
behind them: ``rebuild_items`` leaves them alone, and nothing links to a file.
"""

from __future__ import annotations

import datetime
import random
import uuid
from collections.abc import Callable, Iterator

from django.db import transaction
from django.utils import timezone

from cms.accounts.models import User
from cms.config.demo import texts
from cms.people.models import Officer, Posting, Rank
from cms.places.models import Level, Region, Unit
from cms.places.selectors import PlaceNames, place_names
from publishing import document
from publishing.item import PublicItem, PublicPerson, PublicPlace, PublicTerm
from publishing.models import ItemOfficer, ItemState, PublicationCounter, PublishedItem
from stories.models import Activity, Programme, Report

BATCH = 2000
SEED = 7
SPREAD_DAYS = 365


def fill(*, officers: int, reports: int, stories: int, say: Callable[[str], None]) -> None:
    """Add so many officers, open reports and public items. Side effect: rows, batch by batch."""
    rng = random.Random(SEED)
    posts = _posts(rng, max(1, min(officers or 1, 40_000)))
    if officers:
        say(f"  {officers} officers…")
        _officers(officers, posts, rng)
    known = list(Officer.objects.select_related("unit").order_by("pk")[:40_000])
    if reports:
        say(f"  {reports} reports…")
        _reports(reports, known, posts, rng)
    if stories:
        say(f"  {stories} items…")
        _items(stories, known, posts, rng)


def _posts(rng: random.Random, count: int) -> list[tuple[Region, Unit, PlaceNames]]:
    """(village, unit, names) triples; at most 500 places stand for all."""
    units = list(Unit.objects.filter(level="polsek", is_active=True).select_related("region"))
    found = []
    for unit in rng.sample(units, min(len(units), 500, count)):
        village = Region.objects.filter(parent=unit.region, level=Level.VILLAGE).first()
        if village:
            found.append((village, unit, place_names(village)))
    return found


def _officers(count: int, posts, rng: random.Random) -> None:
    begin = Officer.objects.count()
    for start in range(0, count, BATCH):
        users, officers, postings = [], [], []
        for number in range(start, min(start + BATCH, count)):
            village, unit, _names = posts[number % len(posts)]
            nrp = f"{10_000_000 + begin + number}"
            name, _is_female = texts.officer_name(rng, village.code[:2])
            user = User(username=nrp, nrp=nrp, first_name=name[:150], password="!")  # noqa: S106
            officer = Officer(
                user=user, nrp=nrp, name=name, slug=f"uji-{nrp}", rank=Rank.BRIPKA, unit=unit
            )
            users.append(user)
            officers.append(officer)
            postings.append(
                Posting(officer=officer, village=village, begins_on=datetime.date(2024, 1, 1))
            )
        with transaction.atomic():
            User.objects.bulk_create(users)
            Officer.objects.bulk_create(officers)
            Posting.objects.bulk_create(postings)


def _moments(count: int, rng: random.Random) -> Iterator[datetime.datetime]:
    now = timezone.now()
    step = datetime.timedelta(days=SPREAD_DAYS) / max(count, 1)
    for number in range(count):
        yield now - step * (count - number) - datetime.timedelta(seconds=rng.random())


def _reports(count: int, officers, posts, rng: random.Random) -> None:
    activities = list(Activity.objects.all())
    village_of = {unit.pk: village for village, unit, _names in posts}
    rows = []
    for number, moment in enumerate(_moments(count, rng)):
        officer = officers[number % len(officers)]
        rows.append(
            Report(
                officer=officer,
                unit=officer.unit,
                unit_path=officer.unit.path,
                activity=rng.choice(activities),
                village=village_of.get(officer.unit_id) or posts[number % len(posts)][0],
                happened_at=moment,
                title=f"Laporan uji beban {number}",
                text="Isi laporan uji beban. " * 8,
                state="submitted",
                submitted_at=moment,
                due_at=moment + datetime.timedelta(hours=24),
            )
        )
        if len(rows) == BATCH:
            Report.objects.bulk_create(rows)
            rows = []
    Report.objects.bulk_create(rows)


def _items(count: int, officers, posts, rng: random.Random) -> None:
    programmes = [PublicTerm(slug=p.slug, name=p.name) for p in Programme.objects.all()]
    activities = [PublicTerm(slug=a.slug, name=a.name) for a in Activity.objects.all()]
    body = "".join(
        f"<p>{'Warga berkumpul dan bersepakat menjaga desa. ' * 8}</p>" for _n in range(5)
    )
    pending: list[tuple[PublicItem, Officer]] = []
    for number, moment in enumerate(_moments(count, rng)):
        officer = officers[number % len(officers)]
        village, unit, names = posts[number % len(posts)]
        public_id = uuid.UUID(int=rng.getrandbits(128), version=4)
        item = PublicItem(
            kind="story",
            public_id=public_id,
            path=f"/cerita/{moment:%Y}/{moment:%m}/uji-{public_id.hex[:16]}/",
            title=f"Warga {names.village} menjaga desa bersama ({number})",
            summary="Ringkasan cerita uji beban dari desa.",
            body_html=body,
            language="id",
            published_at=moment,
            updated_at=moment,
            unit_path=unit.path,
            unit_name=unit.name,
            place=PublicPlace(
                code=village.code,
                village=names.village,
                district=names.district,
                regency=names.regency,
                province=names.province,
            ),
            people=(
                PublicPerson(
                    public_id=officer.public_id,
                    name=officer.name,
                    rank=officer.get_rank_display(),
                    path=f"/bhabinkamtibmas/{officer.slug}/",
                ),
            ),
            activity=rng.choice(activities) if activities else None,
            programme=rng.choice(programmes) if programmes else None,
        )
        pending.append((item, officer))
        if len(pending) == BATCH:
            _write(pending)
            pending = []
    _write(pending)


@transaction.atomic
def _write(pending: list[tuple[PublicItem, Officer]]) -> None:
    counter, _made = PublicationCounter.objects.select_for_update().get_or_create(pk=1)
    rows = []
    for item, _officer in pending:
        counter.last_seq += 1
        rows.append(
            PublishedItem(
                public_id=item.public_id,
                page_id=0,
                state=ItemState.LIVE,
                seq=counter.last_seq,
                **document.columns(item),
            )
        )
    PublishedItem.objects.bulk_create(rows)
    ItemOfficer.objects.bulk_create(
        ItemOfficer(item=row, officer_public_id=officer.public_id, published_at=row.published_at)
        for row, (_item, officer) in zip(rows, pending, strict=True)
    )
    counter.save(update_fields=["last_seq"])
