"""The story editor's form: refuses to go public in plain words, and keeps drafts free."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from cms.base.numbers import number_in
from cms.media.models import Photo
from cms.people import roles
from cms.people.models import Role
from cms.places.models import Unit
from stories.forms.chosen import keys, linked, require_choosable, require_linkable
from stories.models.story import figures_in, films_in, texts_in
from stories.permissions import DESK_WORKERS
from stories.services.publication import record_protection

SUBMITTING = ("action-submit", "action-restart-workflow")


class StoryPageForm(WagtailAdminPageForm):
    """Checks the unit against the editor's roles, what is shown against what the editor may choose,
    and the gate before anything goes public."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        story = self.instance
        if story.unit_id is None and self.for_user:
            self.initial["unit"] = _first_unit_of(self.for_user)
        # Before the form writes into its instance.
        self._shown_before = keys((*story.photos(), *story.videos())) if self.is_bound else set()
        self._linked_before = linked(texts_in(story.body)) if self.is_bound else set()

    def clean_unit(self):
        """A story always has a unit, since without one nobody could open it any more; whoever
        publishes it is a publisher there, whoever writes it works there."""
        unit = self.cleaned_data.get("unit")
        if unit is None:
            raise forms.ValidationError(_("Pilih satuannya: cerita selalu milik satu satuan."))
        if self.for_user and not self.for_user.is_superuser:
            wanted = (Role.PUBLISHER,) if self._publishes() else DESK_WORKERS
            verdict = roles.may(self.for_user, *wanted, unit_path=unit.path)
            if not verdict:
                raise forms.ValidationError(verdict.reason)
        return unit

    def require_choosable(self) -> None:
        """Raise Refused when the form, as it was sent, shows or links what its sender may not
        choose."""
        if not self.for_user:
            return
        body = self._sent("body") or []
        things = [
            *Photo.objects.filter(pk=number_in(str(self._sent("lead_photo") or ""))),
            *(photo for photo, _caption in figures_in(body)),
            *films_in(body),
        ]
        require_choosable(self.for_user, things, but=self._shown_before)
        require_linkable(self.for_user, linked(texts_in(body)), but=self._linked_before)

    def _sent(self, name: str):
        if name not in self.fields:
            return None
        widget = self.fields[name].widget
        return widget.value_from_datadict(self.data, self.files, self.add_prefix(name))

    def _post_clean(self):
        super()._post_clean()
        # A form that is refused shows what was chosen, so the sentence is all there is.
        self.require_choosable()
        if self._goes_public() and not self.errors:
            for sentence in self.instance.publish_obstacles():
                self.add_error(None, sentence)

    def save(self, commit=True):
        """Saves; a changed note about protection is recorded with who wrote it."""
        if "protection_note" in self.changed_data:
            record_protection(actor=self.for_user, page=self.instance)
        return super().save(commit=commit)

    def _goes_public(self) -> bool:
        return self._publishes() or any(self.data.get(name) for name in SUBMITTING)

    def _publishes(self) -> bool:
        approves = self.data.get("workflow-action-name") == "approve"
        return approves or bool(self.data.get("action-publish"))


def _first_unit_of(user) -> Unit | None:
    """The unit nearest to Mabes in which ``user`` writes."""
    paths = roles.scope(user, *DESK_WORKERS).paths
    return Unit.objects.filter(path__in=paths).order_by("depth", "path").first()


class ReasonForm(forms.Form):
    """Why a story is withdrawn, or put back."""

    reason = forms.CharField(max_length=300, min_length=10, strip=True, widget=forms.Textarea)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label = _("Alasan")
        field.help_text = _("Hanya dibaca staf dan tercatat dalam audit; paling sedikit 10 huruf.")
        field.widget.attrs["rows"] = 3
