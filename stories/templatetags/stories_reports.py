"""How reports show their times and files."""

from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.base.templatetags.sambang import zone_label
from cms.media.selectors import photo_media, progress_of, video_media
from cms.places.zones import zone_of
from stories.models import ReportState
from stories.selectors.coming import coming_of
from stories.selectors.duplicates import hints_for
from stories.wording import step_name

register = template.Library()
THUMBNAIL_WIDTH = 480  # px


@register.filter
def tone(report) -> str:
    """The tag's colour for the report's state."""
    return {
        "draft": "quiet",
        "returned": "warm",
        "accepted": "good",
        "published": "good",
        "declined": "quiet",
    }.get(report.state, "")


@register.filter
def own_name(report) -> str:
    """The report's title as its officer has it now."""
    return report.own_title or str(report)


@register.filter
def village_time(report, moment) -> str:
    """``23 November 2026 09.30 WITA``: ``moment`` on the clocks of the report's village."""
    if moment is None:
        return ""
    zone = zone_of(report.village.code if report.village_id else "")
    local = moment.astimezone(ZoneInfo(zone))
    return f"{date_format(local, 'j F Y')} {local:%H.%M} {zone_label(zone)}"


@register.filter
def thumbnail(attachment):
    """The smallest picture at least 480 px wide of a ready photo or video's poster, or None."""
    if attachment.photo:
        sources = sorted(photo_media(attachment.photo).sources, key=lambda source: source.width)
        plain = [s for s in sources if s.content_type == "image/jpeg"] or sources
        wide = [source for source in plain if source.width >= THUMBNAIL_WIDTH]
        return (wide or plain[-1:] or [None])[0]
    return video_media(attachment.video).poster if attachment.video else None


@register.filter
def playable(attachment):
    """The media of a ready photo or video, with every size, or None."""
    if attachment.photo:
        return photo_media(attachment.photo, caption=attachment.caption)
    film = attachment.video
    return video_media(film, caption=attachment.caption) if film else None


@register.inclusion_tag("stories/desk/duplicates.html", takes_context=True)
def duplicate_hints(context, report):
    """What an editor may want to know of the report's pictures: seen before, an odd date."""
    return {"hints": hints_for(context["request"].user, report), "report": report}


@register.filter
def standing(upload) -> str:
    """``sedang disiapkan, 2 dari 4 langkah``: how far the file is."""
    progress = progress_of(upload)
    state = upload.get_state_display().lower()
    if progress is None:
        return state
    steps = _("%(done)d dari %(total)d langkah") % {"done": progress.done, "total": progress.total}
    return f"{state}, {steps}"


@register.filter
def age(moment) -> str:
    """How long ago, in one unit: ``3 jam``, ``2 hari``."""
    minutes = int((timezone.now() - moment).total_seconds() // 60)
    return _span(max(minutes, 0))


@register.filter
def due(moment) -> str:
    """When it is due, or for how long it is late, in one unit."""
    minutes = int((moment - timezone.now()).total_seconds() // 60)
    if minutes < 0:
        return _("terlambat %(span)s") % {"span": _span(-minutes)}
    return _("%(span)s lagi") % {"span": _span(minutes)}


def _span(minutes: int) -> str:
    if minutes < 60:
        return ngettext("%(n)s menit", "%(n)s menit", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)s jam", "%(n)s jam", minutes // 60) % {"n": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(n)s hari", "%(n)s hari", days) % {"n": days}


@register.filter
def is_past(moment) -> bool:
    """True when ``moment`` is over."""
    return moment is not None and moment < timezone.now()


@register.filter
def largest_url(attachment) -> str:
    """The address of the widest JPEG of a ready photo; empty otherwise."""
    found = photo_media(attachment.photo).sources if attachment.photo else ()
    sources = [source for source in found if source.content_type == "image/jpeg"]
    return max(sources, key=lambda source: source.width).url if sources else ""


@register.filter
def is_open(report) -> bool:
    """True while the desk owes an answer."""
    return report.state in (ReportState.SUBMITTED, ReportState.CLAIMED)


@register.filter
def is_late(report) -> bool:
    """True when the desk should have answered by now."""
    return is_open(report) and is_past(report.due_at)


@register.filter
def is_near(report) -> bool:
    """True when four fifths of the desk's time are over."""
    return is_open(report) and is_past(report.warn_at) and not is_past(report.due_at)


@register.filter
def of_report(here, report) -> list:
    """Who of ``here`` has ``report`` open."""
    return here.get(report.pk, []) if here else []


@register.filter
def coming(report) -> str:
    """``2 dari 5 berkas masih dalam perjalanan``; empty when nothing is."""
    return str(coming_of(report))


@register.filter
def desk_step(event) -> str:
    """A step of a report in the desk's words."""
    return step_name(event.event) or event.get_state_display()
