"""What an officer may learn from the desk: notes, changes, tips, own reach."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stories.selectors import coaching as selectors
from stories.services.intake import reporting_officer


@login_required
@never_cache
@require_safe
def coaching(request: HttpRequest) -> HttpResponse:
    """``/lapor/pembinaan/``."""
    officer = reporting_officer(request.user)
    context = {
        "reach": selectors.reach_of(officer),
        "notes": selectors.notes_for(officer),
        "reports": selectors.published_reports(officer),
        "tips": selectors.tips_for(officer),
    }
    return render(request, "stories/coaching.html", context)
