"""The nomination form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.models import EndorserRole
from awards.services.nominating import (
    EVIDENCE_MAX,
    NARRATIVE_MAX,
    NARRATIVE_MIN,
    STATEMENT_MAX,
    STATEMENT_MIN,
)

ENDORSEMENT_FORMS = 3


class NominationForm(forms.Form):
    """Category, narrative, and which published stories prove it."""

    category = forms.ChoiceField(label=_("Kategori"))
    narrative = forms.CharField(
        label=_("Mengapa orang ini layak?"),
        help_text=_(
            "Apa yang dilakukan, untuk siapa, apa hasilnya, bagaimana dapat diperiksa. "
            "100–5.000 huruf."
        ),
        min_length=NARRATIVE_MIN,
        max_length=NARRATIVE_MAX,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={
            "min_length": _("Ceritakan lebih banyak: sedikitnya %(limit_value)d huruf."),
            "max_length": _("Terlalu panjang: paling banyak %(limit_value)d huruf."),
        },
    )
    stories = forms.MultipleChoiceField(
        label=_("Bukti dari cerita terbit"),
        help_text=_("Teksnya dikunci seperti yang terbit sekarang."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, edition, stories, **kwargs):
        super().__init__(*args, **kwargs)
        self.categories = {str(category.pk): category for category in edition.categories.all()}
        self.story_by_pk = {str(story.pk): story for story in stories}
        self.fields["category"].choices = [
            ("", _("Pilih kategori")),
            *((pk, category.name) for pk, category in self.categories.items()),
        ]
        self.fields["stories"].choices = [
            (pk, story.title) for pk, story in self.story_by_pk.items()
        ]
        if not stories:
            del self.fields["stories"]

    def clean_category(self):
        return self.categories[self.cleaned_data["category"]]

    def clean_stories(self):
        chosen = self.cleaned_data["stories"]
        if len(chosen) > EVIDENCE_MAX:
            raise forms.ValidationError(
                _("Paling banyak %(count)d bukti.") % {"count": EVIDENCE_MAX}
            )
        return [self.story_by_pk[pk] for pk in chosen]


class EndorsementForm(forms.Form):
    """Somebody's support; left empty, it is none."""

    name = forms.CharField(label=_("Nama"), min_length=3, max_length=150)
    role = forms.ChoiceField(label=_("Sebagai"), choices=[("", _("Pilih")), *EndorserRole.choices])
    statement = forms.CharField(
        label=_("Pernyataan"),
        min_length=STATEMENT_MIN,
        max_length=STATEMENT_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact = forms.CharField(
        label=_("Telepon untuk pemeriksaan"),
        help_text=_("Hanya untuk sekretaris; tidak pernah tampil."),
        max_length=60,
        required=False,
    )


EndorsementFormSet = forms.formset_factory(
    EndorsementForm,
    extra=ENDORSEMENT_FORMS,
    max_num=ENDORSEMENT_FORMS,
    validate_max=True,
    absolute_max=ENDORSEMENT_FORMS,
)
