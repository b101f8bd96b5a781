"""The edition in Wagtail's editor."""

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from awards.models import EditionState
from awards.models.edition import rubric_errors
from stories.forms.chosen import linked, require_linkable

RICH_TEXTS = ("introduction", "rules")
GAME_FORMSETS = ("categories", "criteria")


class EditionForm(WagtailAdminPageForm):
    """Says what would be ignored (the rubric of an opened edition) instead of ignoring it, and
    links nothing that its sender may not choose."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Before the form writes into its instance.
        self._linked_before = linked(getattr(self.instance, name) for name in RICH_TEXTS)

    def _post_clean(self):
        super()._post_clean()
        if self.for_user:
            sent = linked(self[name].data or "" for name in RICH_TEXTS if name in self.fields)
            # A form that is refused shows what was sent, so the sentence is all there is.
            require_linkable(self.for_user, sent, but=self._linked_before)

    def clean(self):
        cleaned = super().clean()
        present = [self.formsets[name] for name in GAME_FORMSETS if name in self.formsets]
        if self.instance.state != EditionState.DRAFT:
            if any(formset.has_changed() for formset in present):
                self.add_error(
                    None,
                    _("Kategori dan rubrik sudah tetap sejak edisi dibuka; batalkan perubahannya."),
                )
            return cleaned
        formset = self.formsets.get("criteria")
        if formset is not None and formset.is_valid():
            lines = [
                (form.cleaned_data["weight"], form.cleaned_data.get("tie_role", ""))
                for form in formset.forms
                if form.cleaned_data.get("weight") and not form.cleaned_data.get("DELETE")
            ]
            for sentence in rubric_errors(lines) if lines else []:
                self.add_error(None, sentence)
        return cleaned
