"""Door of the files that could not be prepared: the list, and trying them again."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.media.failures import MOST_SHOWN, failures_for
from cms.media.permissions import may_handle_in
from cms.media.services.retrying import retry_all


@never_cache
@require_safe
def index(request):
    """The failed files of the units that one looks after, and why each failed."""
    may_handle_in(request.user, unit_path="").require()
    failures = failures_for(request.user)
    context = {
        "failures": failures,
        "has_more": len(failures) == MOST_SHOWN,
        "header_title": _("Berkas yang gagal disiapkan"),
    }
    return render(request, "media/failures.html", context)


@require_POST
def again(request):
    """Try the chosen ones again: one (``only``), those ticked, or all that are shown."""
    may_handle_in(request.user, unit_path="").require()
    outcomes = retry_all(actor=request.user, upload_ids=_chosen(request))
    done = sum(not outcome.problem for outcome in outcomes)
    if not outcomes:
        messages.error(request, _("Pilih dulu berkasnya."))
    if done:
        messages.success(
            request,
            ngettext(
                "%(count)d berkas disiapkan lagi. Yang gagal lagi muncul kembali di sini.",
                "%(count)d berkas disiapkan lagi. Yang gagal lagi muncul kembali di sini.",
                done,
            )
            % {"count": done},
        )
    for problem in dict.fromkeys(outcome.problem for outcome in outcomes if outcome.problem):
        messages.error(request, problem)
    return redirect("media_failures")


def _chosen(request) -> list[uuid.UUID]:
    if "all" in request.POST:
        return [failure.upload.pk for failure in failures_for(request.user)]
    sent = [request.POST["only"]] if "only" in request.POST else request.POST.getlist("upload")
    return [key for text in sent[:MOST_SHOWN] if (key := _key(text))]


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
