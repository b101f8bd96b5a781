"""The demo: people, reports, stories, heroes and an award, the same each time."""

from __future__ import annotations

import random
from collections.abc import Callable

from django.db import transaction

from cms.config.demo import awards, heroes, pictures, readers, reports, stories
from cms.config.demo.people import make_officers, make_staff
from cms.media import catalogue
from cms.people.models import Officer
from publishing.models import HomePage
from publishing.services import rebuild_items
from stories.models import Report

SEED = 2026
HERO_COUNT = 6
# One report in three without a story carries a picture; one story of all carries the film.
PICTURE_SHARE = 3
WAITING = ("submitted", "claimed", "draft")


def is_seeded() -> bool:
    """True when there are people already: the demo is never mixed into real data."""
    return Officer.objects.exists()


def seed(
    *,
    officer_count: int,
    report_count: int,
    story_count: int,
    say: Callable[[str], None],
    seed: int = SEED,
) -> None:
    """Make the whole demo. Side effects: database and files; work is done here, not queued.

    ``story_count`` of the reports become published stories. Raises ValueError when there would be
    more stories than reports.
    """
    if story_count > report_count:
        raise ValueError("there cannot be more stories than reports")
    rng = random.Random(seed)
    album = pictures.Album(seed, reports=report_count)
    # Each step of a report touches its pictures: the library's rows are written once, at the end.
    # Of a seeding that stopped half-way the sweeper writes them.
    with catalogue.together():
        _make(
            rng=rng,
            album=album,
            officer_count=officer_count,
            report_count=report_count,
            story_count=story_count,
            say=say,
            seed=seed,
        )
    rebuild_items()
    readers.make(seed=seed)


def _make(*, rng, album, officer_count, report_count, story_count, say, seed) -> None:
    say("  orang… · people")
    staff = make_staff()
    editor, publisher = staff["redaktur@sambang.test"], staff["penerbit@sambang.test"]
    officers = make_officers(officer_count, rng=rng, portraits=pictures.portrait)
    say("  laporan dan cerita… · reports and stories")
    _tell(
        officers=officers,
        album=album,
        report_count=report_count,
        story_count=story_count,
        editor=editor,
        publisher=publisher,
        seed=seed,
    )
    say("  Local Heroes…")
    deserving = heroes.worthy(officers)
    for officer in deserving[:HERO_COUNT]:
        heroes.make(officer, seed=seed, editor=editor, publisher=publisher)
    say("  penghargaan… · awards")
    rest = [officer for officer in officers if officer not in deserving]
    awards.make(officers=deserving + rest, staff=staff, seed=seed)
    _dress_home()


def _tell(*, officers, album, report_count, story_count, editor, publisher, seed) -> None:
    occasions = reports.occasions(report_count, seed=seed, officers=officers)
    picker = random.Random(f"stories {seed}")
    # The newest days are still with the desk: stories come from all but the last few.
    older = range(max(story_count, int(report_count * 0.97)))
    told = set(picker.sample(older, story_count))
    states = reports.states(report_count - story_count, picker)
    film_at = max(told, default=-1)
    for number, occasion in enumerate(occasions):
        becomes_story = number in told
        state = "published" if becomes_story else states.pop()
        if state in WAITING:
            # What waits at the desk is fresh, or the queue would look deserted.
            occasion = reports.lately(occasion, rng=picker)
        pictured = becomes_story or number % PICTURE_SHARE == 0
        with transaction.atomic():
            report = reports.send(
                occasion,
                album=album,
                photos=picker.choice((2, 2, 3)) if becomes_story else int(pictured),
                film=pictures.film(seed) if number == film_at else None,
                submit=state != "draft",
            )
        _carry(report, occasion, state=state, editor=editor, publisher=publisher, rng=picker)


def _carry(report: Report, occasion, *, state: str, editor, publisher, rng) -> None:
    if state in ("accepted", "published"):
        page = stories.accept(report, editor=editor)
        if state == "published":
            stories.publish(page, occasion, editor=editor, publisher=publisher)
    else:
        reports.answer(report, state=state, editor=editor, rng=rng)
    reports.backdate(report, happened_at=occasion.happened_at, rng=rng)


def _dress_home() -> None:
    """The words that editors give the front page."""
    home = HomePage.objects.first()
    if home and not home.tagline:
        home.tagline = "Kabar dari desa, dari yang hadir setiap hari"
        home.introduction = (
            "Bhabinkamtibmas menyambangi rumah, menengahi pertengkaran, mengajar, dan menjaga "
            "desa tetap tenang. Di sini Anda membaca pekerjaan mereka."
        )
        home.tagline_en = "News from the village, from those who are there every day"
        home.introduction_en = (
            "Bhabinkamtibmas visit homes, settle quarrels, teach and keep the village calm. Here "
            "you read about their work."
        )
        home.save_revision().publish()
