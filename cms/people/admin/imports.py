"""Import of officers in the admin: choose a file, see what it would do, apply it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.base.errors import Conflict, DomainError
from cms.people.admin.access import administrators_only
from cms.people.forms import ImportForm
from cms.people.selectors import import_of
from cms.people.services import import_officers as imports

SHOWN_ROWS = 200
_CSV_TYPE = "text/csv; charset=utf-8"
_XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@administrators_only
def choose(request):
    """Choose a file; what cannot be read is said beside the field."""
    form, status = ImportForm(), HTTPStatus.OK
    if request.method == "POST":
        form, status = ImportForm(request.POST, request.FILES), HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                # One byte more than allowed is enough to be refused.
                data = file.read(imports.MOST_BYTES + 1)
                row, _plan = imports.check(actor=request.user, data=data, file_name=file.name)
                return redirect("officer_import", pk=row.pk)
            except DomainError as error:
                status = error.status
                form.add_error("file", str(error))
    context = {"form": form, "header_title": _("Impor Bhabinkamtibmas")}
    return render(request, "people/import_choose.html", context, status=status)


@require_safe
@administrators_only
def show(request, pk):
    """What the file would do, row by row; mistakes first."""
    row = _import(request, pk)
    if row.committed_at:
        return _screen(request, row, None)
    return _screen(request, row, imports.plan_again(actor=request.user, officer_import=row))


@require_POST
@administrators_only
def apply(request, pk):
    """Apply the file as it was shown."""
    row = _import(request, pk)
    try:
        row = imports.commit(actor=request.user, officer_import=row)
    except Conflict as error:
        messages.error(request, str(error))
        return redirect("officer_import", pk=pk)
    messages.success(
        request,
        _("Impor selesai: %(new)d baru, %(changed)d berubah.")
        % {"new": row.created_count, "changed": row.changed_count},
    )
    return redirect("officer_import", pk=pk)


@require_safe
@administrators_only
def mistakes(request, pk):
    """The mistakes as a CSV file."""
    plan = imports.plan_again(actor=request.user, officer_import=_import(request, pk))
    return _download(imports.mistakes_csv(plan), "kesalahan-impor.csv", _CSV_TYPE)


@require_safe
@administrators_only
def template(request, extension):
    """An empty file with the columns and one example."""
    if extension == "xlsx":
        return _download(imports.template_xlsx(), "contoh-bhabinkamtibmas.xlsx", _XLSX_TYPE)
    if extension != "csv":
        raise Http404
    return _download(imports.template_csv(), "contoh-bhabinkamtibmas.csv", _CSV_TYPE)


def _import(request, pk):
    row = import_of(request.user, pk)
    if row is None:
        raise Http404
    return row


def _screen(request, row, plan):
    context = {"row": row, "plan": plan, "header_title": _("Impor: %(name)s") % {"name": row}}
    if plan:
        chosen = request.GET.get("hasil", "")
        if chosen not in plan.counts:
            chosen = next(
                (name for name in ("wrong", "changed", "new") if plan.counts[name]), "same"
            )
        rows = [planned for planned in plan.rows if planned.outcome == chosen]
        context |= {
            "chosen": chosen,
            "shown": rows[:SHOWN_ROWS],
            "more": max(0, len(rows) - SHOWN_ROWS),
            "tabs": [
                ("wrong", _("Salah"), plan.counts["wrong"]),
                ("new", _("Baru"), plan.counts["new"]),
                ("changed", _("Berubah"), plan.counts["changed"]),
                ("same", _("Tetap"), plan.counts["same"]),
            ],
        }
    return render(request, "people/import_show.html", context)


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
