"""Stories that are all due at one moment, for load tests: text only, in three time zones."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from cms.places.models import Level, Region, Unit
from cms.places.zones import zone_of
from stories.models import Activity, StoryIndexPage, StoryPage

# West, central and east: Bogor, Gowa, Jayapura.
REGENCIES = ("32.01", "73.06", "91.03")


def schedule(*, stories: int, due: datetime.datetime) -> None:
    """Add ``stories`` draft stories that are to go live at ``due``, each in its own zone's time.

    Side effects: pages and revisions.
    """
    index = StoryIndexPage.objects.get()
    activity = Activity.objects.first()
    places = [
        (village, Unit.objects.filter(region=village.parent).first())
        for code in REGENCIES
        if (village := _first_village(code)) is not None
    ]
    for number in range(stories):
        village, unit = places[number % len(places)]
        page = index.add_child(
            instance=StoryPage(
                title=f"Warga {village.name} menjaga desa ({number})",
                slug=f"terjadwal-{number}",
                summary="Warga bersepakat menjaga desa bersama.",
                body=[("paragraph", "<p>Warga berkumpul di balai desa.</p>")],
                unit=unit,
                village=village,
                activity=activity,
                live=False,
            )
        )
        moment = due.astimezone(ZoneInfo(zone_of(village.code)))
        page.go_live_at = moment
        page.save_revision(approved_go_live_at=moment, clean=False)


def _first_village(regency_code: str) -> Region | None:
    villages = Region.objects.filter(level=Level.VILLAGE, code__startswith=f"{regency_code}.")
    return villages.select_related("parent").order_by("code").first()
