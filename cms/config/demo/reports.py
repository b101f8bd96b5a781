"""The demo's reports, in every state, carried there by the same services that people use."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from cms.config.demo import texts
from cms.config.demo.pictures import Album
from cms.people.models import Officer
from cms.places.selectors import PlaceNames, place_names
from stories.models import Activity, Programme, Report
from stories.services import intake
from stories.services.desk import deciding, holding
from stories.services.due import set_due

NAMESPACE = uuid.UUID("5a3b1d6e-2f0c-4a87-9b51-0d7f6c1e2a90")
DAYS_BACK = 84
# Of 300: what became of the reports that no story was made of.
SHARES = (
    ("submitted", 0.38),
    ("returned", 0.17),
    ("accepted", 0.17),
    ("declined", 0.12),
    ("claimed", 0.09),
    ("draft", 0.07),
)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One thing that happened: everything that the report and its story agree on."""

    key: str
    officer: Officer
    village: object
    names: PlaceNames
    activity: Activity
    programme: Programme | None
    happened_at: datetime

    def rng(self) -> random.Random:
        """The same words and the same picture for everything told about it."""
        return random.Random(self.key)

    @property
    def scene(self) -> str:
        programme = self.programme.slug if self.programme else None
        return texts.scene_for(
            _code(self.activity), programme and _code(self.programme), self.rng()
        )


def _code(term) -> str:
    return term.slug.replace("-", "_")


def occasions(count: int, *, seed: int, officers: list[Officer]) -> list[Occasion]:
    """``count`` occasions over the last weeks, oldest first."""
    rng = random.Random(f"occasions {seed}")
    activities = [a for a in Activity.objects.all() if _code(a) in texts.ACTIVITY_CODES]
    programmes = [p for p in Programme.objects.all() if _code(p) in texts.PROGRAMME_CODES]
    postings = {
        officer.pk: [(p.village, place_names(p.village)) for p in officer.postings.all()]
        for officer in officers
    }
    now = timezone.now()
    made = []
    for number in range(count):
        # The first officer, whose login is printed, has more to show than the others.
        officer = officers[0] if number % 12 == 0 else rng.choice(officers)
        village, names = rng.choice(postings[officer.pk])
        age = DAYS_BACK * (1 - (number + rng.random()) / count)
        moment = (now - timedelta(days=age)).replace(minute=rng.choice((0, 15, 30)), second=0)
        made.append(
            Occasion(
                key=f"{seed}-{number}",
                officer=officer,
                village=village,
                names=names,
                activity=rng.choice(activities),
                programme=rng.choice(programmes) if rng.random() < 0.45 else None,
                happened_at=min(moment, now - timedelta(hours=2)),
            )
        )
    return made


def lately(occasion: Occasion, *, rng: random.Random) -> Occasion:
    """The same occasion, moved into the last day and a half."""
    # Most came in today; a few have waited longer than they should.
    moment = timezone.now() - timedelta(hours=rng.triangular(1, 32, 4))
    return replace(occasion, happened_at=moment.replace(second=0, microsecond=0))


def send(
    occasion: Occasion, *, album: Album, photos: int, film=None, submit: bool = True
) -> Report:
    """The officer writes the report and sends it (a draft unless ``submit``)."""
    rng = occasion.rng()
    words = texts.report(
        rng,
        activity=_code(occasion.activity),
        programme=_code(occasion.programme) if occasion.programme else None,
        village=occasion.names.village,
        district=occasion.names.district,
        regency=occasion.names.regency,
        officer=str(occasion.officer),
        province=occasion.names.province,
    )
    files = [album.file(occasion.scene, rng) for _number in range(photos)]
    taken = intake.save_report(
        actor=occasion.officer.user,
        report_id=uuid.uuid5(NAMESPACE, occasion.key),
        data=intake.ReportInput(
            activity_id=occasion.activity.pk,
            programme_id=occasion.programme.pk if occasion.programme else None,
            village_code=occasion.village.code,
            happened_at=occasion.happened_at,
            title=words.title[: Report.TITLE_MAX],
            text=words.text,
            protect_mark="child" if not photos and rng.random() < 0.15 else "",
            has_consent=bool(photos),
        ),
        files=[*files, film] if film else files,
        submit=submit,
    )
    if not taken.is_clean:
        raise RuntimeError(f"demo report refused: {taken.fields} {taken.files}")
    for attachment in taken.report.attachments.select_related("upload"):
        album.take_in(attachment.upload)
    return taken.report


def answer(report: Report, *, state: str, editor, rng: random.Random) -> None:
    """The desk takes ``report`` to ``state`` (accepting is the stories' part)."""
    if state in ("draft", "submitted"):
        return
    holding.claim(actor=editor, report_id=report.pk)
    if state == "returned":
        deciding.return_report(actor=editor, report_id=report.pk, note=texts.coaching_note(rng))
    elif state == "declined":
        deciding.decline(actor=editor, report_id=report.pk, note=texts.decline_reason(rng))


def backdate(report: Report, *, happened_at: datetime, rng: random.Random) -> None:
    """Move what the demo just did to when it would have happened."""
    report.refresh_from_db()
    sent = happened_at + timedelta(hours=rng.uniform(0.5, 3))
    sent = min(sent, timezone.now() - timedelta(minutes=5))
    values = {"created_at": sent, "changed_at": sent}
    if report.submitted_at:
        set_due(report, since=sent)
        values |= {"submitted_at": sent, "due_at": report.due_at, "warn_at": report.warn_at}
    if report.claimed_at:
        values["claimed_at"] = min(sent + timedelta(hours=2), timezone.now())
    Report.objects.filter(pk=report.pk).update(**values)
    for number, event in enumerate(report.events.order_by("pk")):
        moment = min(sent + timedelta(hours=number * rng.uniform(1, 6)), timezone.now())
        report.events.filter(pk=event.pk).update(at=moment)


def states(count: int, rng: random.Random) -> list[str]:
    """``count`` states in the shares of :data:`SHARES`, each at least once, shuffled."""
    found = [name for name, share in SHARES for _n in range(max(1, round(count * share)))]
    found = (found + ["submitted"] * count)[:count]
    rng.shuffle(found)
    return found
