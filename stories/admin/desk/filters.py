"""Keeping and forgetting questions to the queue."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms.places.models import Unit
from stories.admin.desk.pages import posted_number
from stories.forms.desk import DeskFilterForm
from stories.services.desk import filters


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the question that the list was asked just now."""
    form = DeskFilterForm(QueryDict(request.POST.get("query", "")[:1000]), user=request.user)
    form.is_valid()
    query = urlencode(form.pairs())
    unit = Unit.objects.filter(path=request.POST.get("unit", "")[:255]).first()
    filters.save_filter(
        actor=request.user, name=request.POST.get("name", ""), query=query, unit=unit
    )
    messages.success(request, _("Saringan disimpan."))
    return redirect(f"{reverse('stories_desk:list')}?{query}")


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Forget a question."""
    filters.remove_filter(actor=request.user, filter_id=posted_number(request, "filter"))
    messages.success(request, _("Saringan dihapus."))
    return redirect("stories_desk:list")
