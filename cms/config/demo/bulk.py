"""Rows for load tests, made in bulk: officers, reports, and published items (``bulk_items``)."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable

from django.db import transaction

from cms.accounts.models import User
from cms.base.statistics import refresh_statistics
from cms.config.demo import texts
from cms.config.demo.bulk_items import SPREAD_DAYS, fill_items, moments
from cms.people.models import Officer, Posting, Rank
from cms.places.models import Level, Region, Unit
from cms.places.selectors import PlaceNames, place_names
from stories.models import Activity, Report

BATCH = 5000
SEED = 7


def fill(
    *,
    officers: int,
    reports: int,
    stories: int,
    say: Callable[[str], None],
    days: float = SPREAD_DAYS,
) -> None:
    """Add so many officers, open reports (of the last ``days``) and public items. Side effect:
    rows, batch by batch."""
    rng = random.Random(SEED)
    posts = _posts(rng, max(1, min(officers or 1, 40_000)))
    if officers:
        say(f"  {officers} officers…")
        _officers(officers, posts, rng)
    known = list(Officer.objects.select_related("unit").order_by("pk")[:40_000])
    if reports:
        say(f"  {reports} reports…")
        _reports(reports, known, posts, rng, days)
    if stories:
        say(f"  {stories} items…")
        fill_items(stories, officers=known, posts=posts, rng=rng, say=say)
    refresh_statistics()


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


def _reports(count: int, officers, posts, rng: random.Random, days: float) -> None:
    activities = list(Activity.objects.all())
    village_of = {unit.pk: village for village, unit, _names in posts}
    rows = []
    for number, moment in enumerate(moments(count, rng, days=days)):
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
                warn_at=moment + datetime.timedelta(hours=19.2),
            )
        )
        if len(rows) == BATCH:
            Report.objects.bulk_create(rows)
            rows = []
    Report.objects.bulk_create(rows)
