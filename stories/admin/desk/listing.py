"""The queue, as a list or as columns, and what changed in it since it was opened."""

from __future__ import annotations

import hashlib
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.people import roles
from stories.admin.desk.colleagues import asked_name, said_of
from stories.admin.desk.empty import empty_words
from stories.admin.desk.pages import DeskPage, ids_of
from stories.forms.desk import DeskFilterForm
from stories.models import Priority, Report, ReportState
from stories.permissions import DESK_WORKERS, may_open_desk
from stories.selectors.coming import coming_of
from stories.selectors.desk import approvals, filters, people, queue
from stories.selectors.desk.visible import OPEN_STATES

SEEN_MOST = 100


class DeskList(DeskPage):
    """The queue: filters, one page of reports, the newest first unless asked otherwise."""

    template_name = "stories/desk/list.html"
    page_title = gettext_lazy("Meja redaksi")

    def get_breadcrumbs_items(self):
        return [*self.trail()[:1], {"url": "", "label": _("Meja redaksi")}]

    def get_context_data(self, **kwargs):
        user, params = self.request.user, self.request.GET
        loaded_at = timezone.now()  # before anything is read: what is sent later is new
        form = _form(self.request)
        cursor = params.get("cursor")
        shown = _what_is_shown(user, form, cursor=cursor)
        late, near = queue.pressing(user)
        working = roles.scope(user, *DESK_WORKERS)
        can_work = bool(working)
        name = asked_name(self.request)
        colleagues = people.colleagues_of(user, name=name) if can_work else people.Colleagues([])
        return super().get_context_data(
            form=form,
            cursor=cursor,
            loaded_at=loaded_at,
            empty=empty_words(form),
            approvals=approvals.waiting_for(user),
            can_work=can_work,
            own_units=[unit for unit in form.units if unit.path in working.paths],
            colleagues=colleagues,
            colleague_name=name,
            colleagues_said=said_of(colleagues, name),
            priorities=reversed(Priority.choices),
            saved_filters=_links(filters.filters_for(user), user, _query(form)),
            query=_query(form),
            live_query=_query(form),
            list_query=_query(form, view="list"),
            columns_query=_query(form, view="columns"),
            mine_query=_query(form, state="", mine="on"),
            state_links=[
                (state, _label(state), _query(form, state=state, mine="", due=""))
                for state in queue.QUEUE_STATES
            ]
            + ([(queue.OPEN, _("Terbuka"), "")] if form.wanted().state == queue.OPEN else []),
            **_pressing(form, late, near),
            **shown,
            **kwargs,
        )


@never_cache
@require_safe
def updates(request: HttpRequest) -> HttpResponse:
    """The rows of the first page as they are now, those of ``seen`` that left it, and how many are
    late.

    A fragment of HTML with an ``ETag``: 304 while nothing has changed. Times go on by the minute.
    """
    may_open_desk(request.user).require()
    form = _form(request)
    shown = _what_is_shown(request.user, form, cursor=None)
    on_page = {report.pk for report in shown["all_reports"]}
    seen = ids_of([v for v in request.GET.get("seen", "").split(",") if v][:SEEN_MOST])
    missing = [pk for pk in seen if pk not in on_page]
    left = (
        queue.rows_now(request.user, missing, shown["wanted"], in_columns=form.is_columns)
        if missing
        else []
    )
    late, near = queue.pressing_lately(request.user)
    etag = _etag(shown["all_reports"], left, shown["here"], (late, near))
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    context = {
        **_pressing(form, late, near),
        **shown,
        "form": form,
        "left": left,
        "can_pick": roles.has_role(request.user, *DESK_WORKERS),
    }
    answer = render(request, "stories/desk/updates.html", context)
    answer["ETag"] = etag
    return answer


def _form(request: HttpRequest) -> DeskFilterForm:
    form = DeskFilterForm(request.GET, user=request.user)
    form.is_valid()
    return form


def _what_is_shown(user, form: DeskFilterForm, *, cursor: str | None) -> dict:
    wanted = form.wanted()
    states = {wanted.state}
    if form.is_columns:
        states = set(queue.COLUMNS)
    elif wanted.state == queue.OPEN:
        states = set(OPEN_STATES)
    if form.is_columns:
        found = queue.columns(user, wanted)
        reports = [report for column in found for report in column.reports]
        context = {
            "columns": [
                (column, _label(column.state), _query(form, view="list", state=column.state))
                for column in found
            ],
            "next_query": "",
        }
    else:
        page = queue.queue(user, wanted, cursor=cursor)
        reports = page.rows
        following = urlencode([*form.pairs(), ("cursor", page.next_cursor or "")])
        context = {"reports": reports, "next_query": following if page.next_cursor else ""}
    return context | {
        "wanted": wanted,
        "states_shown": states,
        "is_open": not states.isdisjoint(OPEN_STATES),
        "all_reports": reports,
        "here": people.who_is_here([report.pk for report in reports], but=user),
    }


def _pressing(form: DeskFilterForm, late: int, near: int) -> dict:
    return {
        "late": late,
        "near": near,
        "late_query": _query(form, state=queue.OPEN, mine="", due=queue.LATE, sort="due"),
        "near_query": _query(form, state=queue.OPEN, mine="", due=queue.NEAR, sort="due"),
    }


def _label(state: ReportState) -> str:
    """A column's name: what the desk has to do with it."""
    names = {
        ReportState.SUBMITTED: pgettext("laporan baru", "Masuk"),
        ReportState.CLAIMED: _("Dikerjakan"),
    }
    return names.get(state, state.label)


def _query(form: DeskFilterForm, **changed: str) -> str:
    return urlencode(form.pairs(**changed))


def _links(kept, user, now: str) -> list[dict]:
    return [
        {"filter": one, "is_own": one.owner_id == user.pk, "is_now": one.query == now}
        for one in kept
    ]


def _etag(reports: list[Report], left: list[Report], here: dict, pressing: tuple[int, int]) -> str:
    minute = int(timezone.now().timestamp() // 60)
    facts = [
        *((str(r.pk), r.changed_at.isoformat(), str(coming_of(r))) for r in (*reports, *left)),
        sorted((str(pk), [user.pk for user in users]) for pk, users in here.items()),
        pressing,
        minute,
    ]
    return f'"{hashlib.sha256(repr(facts).encode()).hexdigest()[:32]}"'
