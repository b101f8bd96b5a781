"""The public site: the same bytes for everyone, so every answer may be cached."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.views import serve as wagtail_serve

from cms.base.cursors import paginate
from cms.people.public import OFFICER_LISTS, OFFICERS, officer_tag, portrait_tag
from publishing.document import FRONT_PAGE, ITEMS, item_tag
from publishing.finding import Wanted, find
from publishing.models import HomePage, ItemState
from publishing.selectors import item_by_path, live_items
from publishing.site import facets, style_samples
from publishing.site.asking import asked_words
from publishing.site.item_page import context_of, template_names
from publishing.site.officers import (
    find_officers,
    public_officers,
    villages_meant,
    with_portraits,
)
from publishing.site.pages import public_page

PAGE = 12
NEWEST_FIRST = ("-published_at", "-id")
_SLUG = re.compile(r"[a-z0-9_-]{1,60}", re.IGNORECASE)
_PROVINCE = re.compile(r"\d\d")


def _choice(request: HttpRequest, name: str, pattern: re.Pattern) -> str:
    """A filter's value, or nothing when it cannot be one."""
    value = request.GET.get(name, "")
    return value if pattern.fullmatch(value) else ""


def _pager(request: HttpRequest, next_cursor: str | None, asked: dict[str, str]) -> dict:
    """Addresses of the next and the first page, keeping what was asked."""
    kept = {name: value for name, value in asked.items() if value}
    onward = {**kept, "cursor": next_cursor} if next_cursor else None
    first = f"{request.path}?{urlencode(kept)}" if kept else request.path
    return {
        "next_url": f"{request.path}?{urlencode(onward)}" if onward else "",
        "first_url": first if request.GET.get("cursor") else "",
    }


def _newest(items) -> datetime | None:
    return max((item.updated_at for item in items), default=None)


def _list_tag(asked: dict[str, str]) -> str:
    """The narrowest cache tag of a list: whatever enters or leaves the list carries it."""
    if asked["program"]:
        return f"programme-{asked['program']}"
    if asked["kegiatan"]:
        return f"activity-{asked['kegiatan']}"
    return f"province-{asked['provinsi']}" if asked["provinsi"] else "kind-story"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page; its words come from the live HomePage when editors made one."""
    page = HomePage.objects.live().first()
    return public_page(request, "site/home.html", {"page": page}, tags=[FRONT_PAGE, ITEMS])


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """All stories, newest first, narrowed by programme, activity, province and words."""
    asked = {
        "program": _choice(request, "program", _SLUG),
        "kegiatan": _choice(request, "kegiatan", _SLUG),
        "provinsi": _choice(request, "provinsi", _PROVINCE),
        "q": asked_words(request),
    }
    wanted = Wanted(
        kinds=("story",),
        programme=asked["program"],
        activity=asked["kegiatan"],
        region=asked["provinsi"],
        query=asked["q"],
    )
    page = find(wanted, cursor=request.GET.get("cursor"), limit=PAGE)
    context = {
        "items": page.rows,
        "asked": asked,
        "is_narrowed": any(asked.values()),
        "programmes": facets.programmes(),
        "activities": facets.activities(),
        "provinces": facets.provinces(),
        **_pager(request, page.next_cursor, asked),
    }
    modified = _newest(page.rows)
    return public_page(
        request, "site/stories.html", context, tags=[_list_tag(asked)], modified=modified
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything published and the officers, by words."""
    query = asked_words(request)
    context: dict = {"query": query, "items": [], "officers": []}
    if query:
        page = find(Wanted(query=query), cursor=request.GET.get("cursor"), limit=PAGE)
        context |= {"items": page.rows, **_pager(request, page.next_cursor, {"q": query})}
        if not request.GET.get("cursor"):
            context["officers"] = with_portraits(find_officers(query).order_by("name", "id")[:3])
    return public_page(request, "site/search.html", context, tags=[ITEMS, OFFICER_LISTS])


@require_safe
def officers(request: HttpRequest) -> HttpResponse:
    """Find an officer by name or by village."""
    query = asked_words(request)
    page = paginate(
        find_officers(query),
        ordering=("name", "id"),
        cursor=request.GET.get("cursor"),
        limit=24,
    )
    context = {
        "officers": with_portraits(page.rows),
        "query": query,
        "unserved": [] if page.rows else villages_meant(query),
        **_pager(request, page.next_cursor, {"q": query}),
    }
    return public_page(request, "site/officers.html", context, tags=[OFFICER_LISTS])


@require_safe
def officer(request: HttpRequest, slug: str) -> HttpResponse:
    """One active officer: where they serve, how to reach them, what was written about them."""
    found = next(iter(with_portraits(public_officers().filter(slug=slug))), None)
    if found is None:
        raise Http404(_("Bhabinkamtibmas ini tidak ada."))
    about = live_items(officer_public_id=found.public_id)
    wanted = Wanted(kinds=("story",), officer=found.public_id)
    page = find(wanted, cursor=request.GET.get("cursor"), limit=PAGE)
    context = {
        "officer": found,
        "items": page.rows,
        "profile": about.filter(kind="hero").order_by(*NEWEST_FIRST).first(),
        **_pager(request, page.next_cursor, {}),
    }
    tags = [officer_tag(found.public_id), OFFICERS]
    return public_page(request, "site/officer.html", context, tags=tags)


@require_safe
def item(request: HttpRequest, path: str) -> HttpResponse:
    """Whatever is published at ``path``; gone when withdrawn; else a page of Wagtail's own."""
    found = item_by_path(f"/{path}") if len(path) < 300 else None
    if found and found.state == ItemState.LIVE:
        context = context_of(found)
        # Not the item's own cache tags: a new story must not make every page stale.
        shown = [found, *context["related"]]
        tags = [item_tag(one.public_id) for one in shown]
        tags += [portrait_tag(person["public_id"]) for person in context["people"]]
        modified = _newest(shown)
        return public_page(request, template_names(found), context, tags=tags, modified=modified)
    if found:
        # Unpublished is not gone: it may come back without anybody giving a reason.
        status = 404 if found.state == ItemState.UNPUBLISHED else 410
        tags = [item_tag(found.public_id)]
        return public_page(
            request, "site/gone.html", {"state": found.state}, tags=tags, status=status
        )
    return wagtail_serve(request, path)


def favicon(request: HttpRequest) -> HttpResponse:
    """What browsers and feed readers ask for without looking at the page."""
    return redirect(static("cms/img/favicon.svg"))


def style(request: HttpRequest) -> HttpResponse:
    """Every component with sample data, for staff."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    response = render(request, "site/style.html", style_samples.context())
    response["Cache-Control"] = "private, no-store"
    return response
