"""What an officer may learn from: what the desk changed and said, and who read it. Only one's own:
there is nothing here to compare oneself with others by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from cms.base.html import running_text
from cms.people.models import Officer
from publishing.models import ItemState, PublishedItem
from publishing.reads import MonthOfReads, reads_by_month, reads_of, reads_of_row
from stories.changes import Comparison, compare
from stories.models import Report, ReportEvent, ReportState, StoryPage, StorySource, Tip
from stories.selectors.reports import public_source
from stories.selectors.sent_words import SentWords, sent_words

NOTES, STORIES, TIPS, TIPS_READ = 10, 10, 6, 200
MONTHS = 12
LATELY = timedelta(days=120)
NOTED = ("return", "decline")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionChange:
    """A caption under one picture."""

    before: str
    comparison: Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryChanges:
    """What became of a report's words. ``sources`` is from how many reports the story was made;
    ``is_shared_out``: the desk had made several reports of what the officer sent."""

    title: Comparison
    text: Comparison
    captions: tuple[CaptionChange, ...]
    summary: str
    note: str
    sources: int
    is_shared_out: bool

    @property
    def is_same(self) -> bool:
        return self.title.is_same and self.text.is_same and not self.captions


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something that the desk said to the officer about one report."""

    report: Report
    text: str
    at: datetime
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicity:
    """What became of a published report: where it is, how often it was read, what was changed."""

    reads: int
    changes: StoryChanges


def publicity_of(report: Report) -> Publicity | None:
    """Of a published report, from ``own_report``; None unless its story is public now. At most
    three queries, and two more after a split."""
    source = public_source(report)
    if source is None:
        return None
    item = PublishedItem.objects.filter(
        public_id=source.page.public_id, state=ItemState.LIVE
    ).first()
    if item is None:
        return None
    sources = StorySource.objects.filter(page_id=source.page_id).count()
    changes = _changes(report, source.page, item, sources)
    return Publicity(reads=reads_of(item.public_id), changes=changes)


def _changes(report: Report, page: StoryPage, item: PublishedItem, sources: int) -> StoryChanges:
    sent = sent_words(report)
    return StoryChanges(
        title=compare(sent.title, item.title),
        text=compare(_even(_words_of(report, sent)), running_text(item.body_html)),
        captions=tuple(_captions(report, item)),
        summary=item.summary,
        note=page.officer_note,
        sources=sources,
        is_shared_out=sent.is_shared_out,
    )


def _words_of(report: Report, sent: SentWords) -> str:
    """The text, and what stands under films: in a story that is text too."""
    return "\n".join([sent.text, *(a.film_words for a in report.attachments.all())])


def _even(text: str) -> str:
    """What the officer typed, one paragraph a line, as the story's words come."""
    return "\n".join(line for raw in text.splitlines() if (line := " ".join(raw.split())))


def _captions(report: Report, item: PublishedItem):
    """Captions that the desk wrote anew, of pictures that the story shows."""
    shown = {media["public_id"]: media["caption"] for media in item.data.get("media") or ()}
    for attachment in report.attachments.all():
        thing = attachment.photo or attachment.video
        caption = shown.get(str(thing.public_id), "") if thing else ""
        if caption and caption != attachment.caption:
            yield CaptionChange(
                before=attachment.caption, comparison=compare(attachment.caption, caption)
            )


def notes_for(officer: Officer) -> list[Note]:
    """The newest that the desk wrote to ``officer`` about single reports. Two queries."""
    events = (
        ReportEvent.objects.filter(report__officer=officer, event__in=NOTED)
        .exclude(note="")
        .select_related("report")
        .order_by("-id")[:NOTES]
    )
    found = [Note(report=e.report, text=e.note, at=e.at, event=e.event) for e in events]
    written = (
        StorySource.objects.filter(
            report__officer=officer, report__state=ReportState.PUBLISHED, page__live=True
        )
        .exclude(page__officer_note="")
        .select_related("report", "page")
        .order_by("-page__last_published_at")[:NOTES]
    )
    found += [
        Note(
            report=source.report,
            text=source.page.officer_note,
            at=source.page.last_published_at or source.page.first_published_at,
            event="publish",
        )
        for source in written
    ]
    return sorted(found, key=lambda note: note.at, reverse=True)[:NOTES]


def published_reports(officer: Officer) -> list[Report]:
    """The newest of the officer's reports whose stories are public, each with ``reads``. One
    query."""
    reports = officer.reports.filter(state=ReportState.PUBLISHED).defer("text")
    return list(
        reports.annotate(reads=reads_of_row("story_source__page__public_id")).order_by(
            "-created_at", "-id"
        )[:STORIES]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How often the officer's stories were read: altogether, and by month, oldest first."""

    total: int
    stories: int
    months: tuple[MonthOfReads, ...]

    @property
    def since_first(self) -> tuple[MonthOfReads, ...]:
        """The months from the first with a reader on; of a beginner, the present one."""
        first = next((at for at, month in enumerate(self.months) if month.count), -1)
        return self.months[first:]

    @property
    def most(self) -> int:
        """Of the months, for the length of a bar; at least 1."""
        return max((month.count for month in self.months), default=0) or 1


def reach_of(officer: Officer) -> Reach:
    """Of all stories that were made from the officer's own reports. Two queries."""
    pages = StoryPage.objects.filter(sources__report__officer=officer)
    # Before an embargo ends a page is live and its reports are not published yet.
    public = StoryPage.objects.filter(
        live=True,
        sources__report__officer=officer,
        sources__report__state=ReportState.PUBLISHED,
    )
    ids = pages.values("public_id")
    counted = {found.month: found.count for found in reads_by_month(ids, since=date.min)}
    today = timezone.localdate()
    months = [_months_back(today, back) for back in range(MONTHS - 1, -1, -1)]
    return Reach(
        total=sum(counted.values()),
        stories=public.distinct().count(),
        months=tuple(MonthOfReads(month, counted.get(month, 0)) for month in months),
    )


def _months_back(day: date, count: int) -> date:
    number = day.year * 12 + day.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def tips_for(officer: Officer) -> list[Tip]:
    """Advice on writing: first for the activities that the officer reported most of late, then for
    all. Two queries."""
    lately = officer.reports.filter(created_at__gte=timezone.now() - LATELY, activity__isnull=False)
    rows = lately.order_by().values_list("activity").annotate(count=Count("pk"))
    often: dict[int | None, int] = dict(rows)
    tips = Tip.objects.filter(Q(activity__in=often) | Q(activity=None), is_active=True)
    found = tips.select_related("activity").order_by("position", "id")[:TIPS_READ]
    return sorted(found, key=lambda tip: -often.get(tip.activity_id, 0))[:TIPS]
