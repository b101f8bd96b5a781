"""The library of ready-made notes: everybody's, and those of one's units."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms.base import cursors
from cms.base.errors import DomainError, Invalid, Missing
from cms.base.versions import Overtaken, differing
from stories.admin.desk.pages import DeskPage, posted_number
from stories.forms.notes import NoteForm
from stories.note_variables import variables
from stories.permissions import may_edit_note
from stories.selectors.notes import notes_seen_by
from stories.services.desk.notes import retire_note, save_note

PAGE_SIZE = 50
ORDERING = ("topic", "title", "id")


class NoteList(DeskPage):
    """Every note that one may use or write."""

    template_name = "stories/desk/notes.html"

    def get_page_title(self):
        return _("Perpustakaan catatan")

    def get_breadcrumbs_items(self):
        return self.trail({"url": "", "label": self.get_page_title()})

    def get_context_data(self, **kwargs):
        user, shows_retired = self.request.user, self.request.GET.get("all") == "on"
        found = notes_seen_by(user)
        if not shows_retired:
            found = found.filter(is_active=True)
        page = cursors.paginate(
            found, ordering=ORDERING, cursor=self.request.GET.get("cursor"), limit=PAGE_SIZE
        )
        return super().get_context_data(
            notes=[(note, bool(may_edit_note(user, note))) for note in page.rows],
            shows_retired=shows_retired,
            next_cursor=page.next_cursor,
            **kwargs,
        )


class NoteEdit(DeskPage):
    """Write a note, or change one."""

    template_name = "stories/desk/note.html"

    def get_page_title(self):
        return _("Ubah catatan") if self.kwargs.get("note_id") else _("Catatan baru")

    def get_breadcrumbs_items(self):
        return self.trail({"url": "", "label": self.get_page_title()})

    def get_context_data(
        self, *, note_id: int | None = None, form=None, problem=None, newer=(), **kwargs
    ):
        note = self._note(note_id)
        return super().get_context_data(
            note=note,
            form=form or NoteForm(user=self.request.user, note=note),
            problem=problem,
            newer=newer,
            variables=variables().items(),
            **kwargs,
        )

    def post(self, request: HttpRequest, note_id: int | None = None) -> HttpResponse:
        form = NoteForm(request.POST, user=request.user, note=self._note(note_id))
        problem, status = None, 422
        if form.is_valid():
            try:
                save_note(
                    actor=request.user,
                    note_id=note_id,
                    data=form.data_for_service(),
                    seen_version=form.cleaned_data["version"] if note_id else None,
                )
            except Missing:
                raise
            except Overtaken as error:
                return self._both(request, note_id, error)
            except Invalid as error:
                status = error.status
                for name, sentence in error.fields.items():
                    form.add_error(name, sentence)
            except DomainError as error:
                problem, status = error, error.status
            else:
                messages.success(request, _("Catatan tersimpan."))
                return redirect("stories_desk:notes")
        context = self.get_context_data(note_id=note_id, form=form, problem=problem)
        return self.render_to_response(context, status=status)

    def _both(self, request: HttpRequest, note_id: int, error: Overtaken) -> HttpResponse:
        """What was saved meanwhile beside what was typed; saving once more is then meant."""
        newest = NoteForm(user=request.user, note=self._note(note_id))
        typed = request.POST.copy()
        typed["version"] = newest.initial["version"]
        form = NoteForm(typed, user=request.user, note=self._note(note_id))
        form.is_valid()
        shown = {field.name: field.label for field in form.visible_fields()}
        newer = differing(shown, newest.as_read(newest.initial), form.as_read(form.data))
        context = self.get_context_data(note_id=note_id, form=form, problem=error, newer=newer)
        return self.render_to_response(context, status=error.status)

    def _note(self, note_id: int | None):
        if note_id is None:
            return None
        note = notes_seen_by(self.request.user).filter(pk=note_id).first()
        if note is None:
            raise Missing(_("Catatan itu tidak ditemukan."))
        return note


class NoteRetire(DeskPage):
    """POST: out of use, or into use again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, note_id: int) -> HttpResponse:
        is_active = bool(posted_number(request, "active"))
        retire_note(actor=request.user, note_id=note_id, is_active=is_active)
        done = _("Catatan dipakai lagi.") if is_active else _("Catatan tidak ditawarkan lagi.")
        messages.success(request, done)
        return redirect("stories_desk:notes")
