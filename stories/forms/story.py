"""The story editor's form: refuses to go public in plain words, and keeps drafts free."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from cms.people import roles
from stories.permissions import DESK_WORKERS
from stories.services.publication import record_protection

GOING_PUBLIC = ("action-publish", "action-submit", "action-restart-workflow")


class StoryPageForm(WagtailAdminPageForm):
    """Checks the unit against the editor's roles, and the gate before anything goes public."""

    def clean_unit(self):
        unit = self.cleaned_data.get("unit")
        if unit is not None and self.for_user and not self.for_user.is_superuser:
            verdict = roles.may(self.for_user, *DESK_WORKERS, unit_path=unit.path)
            if not verdict:
                raise forms.ValidationError(verdict.reason)
        return unit

    def _post_clean(self):
        super()._post_clean()
        if self._goes_public() and not self.errors:
            for sentence in self.instance.publish_obstacles():
                self.add_error(None, sentence)

    def save(self, commit=True):
        """Saves; a changed note about protection is recorded with who wrote it."""
        if "protection_note" in self.changed_data:
            record_protection(actor=self.for_user, page=self.instance)
        return super().save(commit=commit)

    def _goes_public(self) -> bool:
        approves = self.data.get("workflow-action-name") == "approve"
        return approves or any(self.data.get(name) for name in GOING_PUBLIC)


class ReasonForm(forms.Form):
    """Why a story is withdrawn, or put back."""

    reason = forms.CharField(max_length=300, min_length=10, strip=True, widget=forms.Textarea)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label = _("Alasan")
        field.help_text = _("Hanya dibaca staf dan tercatat dalam audit; paling sedikit 10 huruf.")
        field.widget.attrs["rows"] = 3
