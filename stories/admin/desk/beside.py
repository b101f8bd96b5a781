"""What the open page of a report tells the server, and hears: heartbeat and autosave, as JSON."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cms.base.errors import DomainError
from stories.admin.desk.pages import posted_number
from stories.permissions import may_open_desk
from stories.selectors.coming import coming_of
from stories.selectors.desk import people
from stories.selectors.desk.report import standing, version_of
from stories.services.desk import drafts, presence


@never_cache
@require_POST
def beat(request: HttpRequest, report_id: UUID) -> JsonResponse:
    """ "I have this report open" (or, with ``leave``, no longer); answers who else has, and who
    holds it now."""
    try:
        may_open_desk(request.user).require()
        if request.POST.get("leave"):
            presence.leave(actor=request.user, report_id=report_id)
            return JsonResponse({})
        presence.beat(actor=request.user, report_id=report_id)
        now = standing(request.user, report_id)
    except DomainError as error:
        return JsonResponse({"problem": str(error)}, status=error.status)
    here = people.who_is_here([report_id], but=request.user).get(report_id, [])
    return JsonResponse(
        {
            "state": now.state,
            "state_text": now.get_state_display(),
            "holder": now.claimed_by_id or 0,
            "holder_name": str(now.claimed_by or ""),
            "version": version_of(now),
            "coming": str(coming_of(now)),
            "here": [str(user) for user in here],
            "here_text": people.here_text(here),
        }
    )


@never_cache
@require_POST
def autosave(request: HttpRequest, report_id: UUID) -> JsonResponse:
    """Keep what is being typed. 409 with the other text when it was written in another window;
    409 with the new holder when the report was taken over (the text is kept all the same); 409
    without a version when nothing was kept: those words can no longer be sent."""
    try:
        may_open_desk(request.user).require()
        saved = drafts.autosave(
            actor=request.user,
            report_id=report_id,
            field=request.POST.get("field", ""),
            text=request.POST.get("text", ""),
            version=posted_number(request, "version"),
            seen=request.POST.get("seen", ""),
        )
        if saved.can_send:
            return JsonResponse({"version": saved.draft.version})
        now = standing(request.user, report_id)
    except drafts.NewerDraft as error:
        other = {"version": error.draft.version, "other_text": error.draft.text}
        return JsonResponse({"problem": str(error), **other}, status=error.status)
    except DomainError as error:
        return JsonResponse({"problem": str(error)}, status=error.status)
    problem = (
        _("%(who)s memegang laporan ini sekarang. Tulisan Anda tersimpan di halaman ini.")
        % {"who": now.claimed_by}
        if now.claimed_by
        else _("Laporan ini tidak Anda pegang lagi. Tulisan Anda tersimpan di halaman ini.")
    )
    return JsonResponse({"problem": problem, "version": saved.draft.version}, status=409)
