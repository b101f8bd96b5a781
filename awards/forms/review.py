"""The panelist's forms: a declaration, and the rubric."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.models import SCALE_MAX, ConflictKind, Criterion
from awards.services.panel import DECLARABLE
from awards.services.reviewing import COMMENT_MAX, NA, NA_REASON_MAX


class DeclarationForm(forms.Form):
    """Whether something binds the panelist to the nominee; ``found_later``: it does after all."""

    kind = forms.ChoiceField(
        label=_("Apakah ada hubungan Anda dengan orang ini?"),
        widget=forms.RadioSelect,
        choices=[
            (ConflictKind.NONE, _("Tidak ada benturan kepentingan")),
            *((kind, kind.label) for kind in DECLARABLE),
        ],
        error_messages={"required": _("Pilih salah satu.")},
    )
    note = forms.CharField(
        label=_("Penjelasan"),
        help_text=_("Wajib untuk “hubungan lain”. Dibaca ketua panel dan sekretaris."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, found_later: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if found_later:
            self.fields["kind"].choices = [(kind, kind.label) for kind in DECLARABLE]


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion with its two controls, for the template."""

    criterion: Criterion
    mark: forms.BoundField
    reason: forms.BoundField
    choices: list[tuple[int, str]]


class ReviewForm(forms.Form):
    """The rubric: a mark or "cannot be judged" with a reason for each criterion, and a comment."""

    seen_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Catatan untuk sidang"),
        help_text=_("Dibaca ketua dan sekretaris, tidak pernah terbit."),
        max_length=COMMENT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args, criteria: tuple[Criterion, ...], **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            choices = [(str(mark), str(mark)) for mark in range(SCALE_MAX + 1)]
            if criterion.may_be_na:
                choices.append((NA, _("Tidak dapat dinilai")))
            self.fields[f"mark_{criterion.pk}"] = forms.ChoiceField(
                label=criterion.name,
                choices=choices,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Nilai dari 0 sampai 5.")},
            )
            self.fields[f"reason_{criterion.pk}"] = forms.CharField(
                label=_("Mengapa tidak dapat dinilai"), max_length=NA_REASON_MAX, required=False
            )

    def lines(self) -> list[Line]:
        """The criteria in order, each with its bound fields."""
        return [
            Line(
                criterion,
                self[f"mark_{criterion.pk}"],
                self[f"reason_{criterion.pk}"],
                criterion.anchors,
            )
            for criterion in self.criteria
        ]

    def marks(self) -> dict[int, tuple[int | None, str]]:
        """Criterion → mark and reason, of what was answered."""
        found: dict[int, tuple[int | None, str]] = {}
        for criterion in self.criteria:
            mark = self.cleaned_data.get(f"mark_{criterion.pk}") or ""
            reason = self.cleaned_data.get(f"reason_{criterion.pk}") or ""
            if mark == NA:
                found[criterion.pk] = (None, reason)
            elif mark:
                found[criterion.pk] = (int(mark), "")
        return found


def review_initial(review, seen_hash: str) -> dict[str, str]:
    """What the form shows of a saved review (or None)."""
    initial = {"seen_hash": seen_hash}
    if review is None:
        return initial
    initial["comment"] = review.comment
    for score in review.scores.all():
        is_na = score.value is None
        initial[f"mark_{score.criterion_id}"] = NA if is_na else str(score.value)
        initial[f"reason_{score.criterion_id}"] = score.na_reason
    return initial
