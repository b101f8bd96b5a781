"""Forms of the admin: Wagtail's own upload forms with our content check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

from cms.base.errors import DomainError, Invalid
from cms.media import captions
from cms.media.content_type import inspect
from cms.media.descriptions import describes_nothing
from cms.media.marking import MarkedForm
from cms.media.models import (
    CAPTION_LANGUAGES,
    Asker,
    ConsentUse,
    ErasureGround,
    FaceState,
    Guardian,
    ProtectMark,
)
from cms.media.services.described import require_described, tell_pages
from cms.media.services.originals import PURPOSE_MAX
from cms.media.services.redaction import BOXES_MAX
from cms.media.services.retention import REASON_MAX
from cms.media.versioned import VersionedForm

TRACKS_SHOWN = 200
AREAS_TEXT_MAX = 100_000
CAPTIONS_EXAMPLE = _(
    "00:00.000 --> 00:03.500\nSelamat pagi, Pak RT.\n\n"
    "00:04.000 --> 00:06.000\nPagi, Pak. Mari masuk."
)


def _check(file, kind: str):
    try:
        inspect(file, name=file.name or "", kind=kind)
    except DomainError as error:
        raise ValidationError(str(error)) from error
    return file


class PhotoField(WagtailImageField):
    """Looks at the content before Wagtail decodes it: a broken picture would break the form."""

    def to_python(self, data):
        if data:
            _check(data, "photo")
        return super().to_python(data)


SILENT = {"title", "tags", "collection", "file", "protect_mark"}  # nothing readers see


class DescribedForm:
    """Wagtail's forms of a photo or film: what describes it is no title and no file's name, of
    what is public nothing is emptied, and pages that show it follow."""

    def save(self, commit=True):
        if not commit or self.instance.pk is None:
            return super().save(commit=commit)
        with transaction.atomic():
            thing = super().save()
            if set(self.changed_data) - SILENT:
                tell_pages(actor=self.actor, thing=thing)
        return thing

    def clean(self):
        said = super().clean()
        if self.instance.pk is not None and "alt_text" in said:
            try:
                require_described(
                    self.instance,
                    alt_text=said["alt_text"],
                    is_decorative=said.get("is_decorative", False),
                )
            except Invalid as error:
                for name, sentence in error.fields.items():
                    self.add_error(name, sentence)
        # Of a bulk upload's first form nothing is described yet.
        text, title = said.get("alt_text") or "", said.get("title") or ""
        if describes_nothing(text, title=title):
            self.add_error(
                "alt_text",
                _("Tulis apa yang terlihat; judul atau nama berkas tidak menolong pembaca."),
            )
        return said


class PhotoForm(VersionedForm, DescribedForm, MarkedForm, BaseImageForm):
    """Wagtail's image form: content decides, and a changed mark is followed."""

    class Meta(BaseImageForm.Meta):
        pass

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            old = self.fields["file"]
            self.fields["file"] = PhotoField(
                label=old.label, required=old.required, widget=old.widget
            )


class VideoForm(VersionedForm, DescribedForm, MarkedForm, BaseMediaForm):
    """wagtailmedia's form; length, size and poster are read from the film or recording itself."""

    class Meta(BaseMediaForm.Meta):
        labels = {"file": _("Berkas")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = (
                _("M4A, MP3, Ogg, WAV, atau AMR; paling lama 10 menit.")
                if self.instance.type == "audio"
                else _("MP4, MOV, WebM, atau 3GP; paling lama 10 menit.")
            )

    def clean_file(self):
        file = self.cleaned_data["file"]
        return _check(file, self.instance.type) if "file" in self.changed_data and file else file


class ConsentForm(forms.Form):
    """Somebody in the picture agreed: who, through whom, to what, and how we can show it."""

    subject = forms.CharField(label=_("Siapa yang terlihat"), max_length=200)
    guardian = forms.ChoiceField(
        label=_("Siapa yang menyetujui"),
        choices=Guardian.choices,
        required=False,
        help_text=_("Untuk anak, yang menyetujui orang tua atau walinya."),
    )
    given_by = forms.CharField(
        label=_("Nama yang menyetujui"),
        max_length=200,
        help_text=_("Orang itu sendiri; bila anak, orang tua atau walinya."),
    )
    purpose = forms.CharField(
        label=_("Untuk apa"), max_length=200, initial=_("Dimuat di situs dan media sosial Sambang")
    )
    uses = forms.MultipleChoiceField(
        label=_("Boleh dipakai di"),
        choices=ConsentUse.choices,
        initial=[ConsentUse.SITE, ConsentUse.SOCIAL],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Yang tidak dicentang tidak boleh."),
    )
    evidence = forms.CharField(
        label=_("Bukti"),
        max_length=300,
        help_text=_("Misalnya formulir bertanda tangan dan nomor arsipnya."),
    )
    evidence_file = forms.FileField(
        label=_("Foto atau PDF formulirnya"),
        required=False,
        help_text=_("Disimpan tertutup; paling besar 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
    )
    expires_on = forms.DateField(
        label=_("Berlaku sampai"),
        required=False,
        help_text=_("Kosongkan bila tanpa batas waktu. Diingatkan 30 dan 7 hari sebelumnya."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class OriginalForm(forms.Form):
    """Why somebody needs to see what nobody was hidden in."""

    purpose = forms.CharField(
        label=_("Untuk apa aslinya dibuka"),
        max_length=PURPOSE_MAX,
        help_text=_("Dicatat selamanya bersama nama Anda. Jangan tulis nama orang dalam gambar."),
    )


class ErasureForm(forms.Form):
    """Somebody asks that a picture of them be deleted."""

    asker_name = forms.CharField(label=_("Nama pemohon"), max_length=200)
    capacity = forms.ChoiceField(label=_("Sebagai"), choices=Asker.choices)
    contact = forms.CharField(
        label=_("Cara menghubungi"),
        max_length=200,
        help_text=_("Telepon, surel, atau alamat. Dihapus bersama gambarnya."),
    )
    ground = forms.ChoiceField(
        label=_("Hak yang dipakai (UU 27/2022)"), choices=ErasureGround.choices
    )
    words = forms.CharField(
        label=_("Yang diminta"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Singkat, dengan kata-kata pemohon."),
    )
    received_on = forms.DateField(
        label=_("Diterima pada"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class HoldForm(forms.Form):
    """Why an original is held back from retention."""

    reason = forms.CharField(label=_("Alasan ditahan"), max_length=REASON_MAX)


class DecisionReasonForm(forms.Form):
    """Why a request for deletion is granted or not."""

    reason = forms.CharField(
        label=_("Alasan keputusan"),
        max_length=500,
        help_text=_("Disimpan selamanya: jangan tulis nama orang."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CaptionsForm(forms.Form):
    """The words of a film in one language: typed, or from a file."""

    language = forms.ChoiceField(label=_("Bahasa"), choices=tuple(CAPTION_LANGUAGES.items()))
    text = forms.CharField(
        label=_("Teks"),
        required=False,
        strip=False,
        max_length=captions.BYTES_MAX,
        widget=forms.Textarea(
            attrs={"rows": 12, "spellcheck": "true", "placeholder": CAPTIONS_EXAMPLE}
        ),
        help_text=_("Setiap bagian: waktu mulai --> waktu selesai, lalu kata-katanya di bawahnya."),
    )
    file = forms.FileField(
        label=_("Atau unggah berkas"),
        required=False,
        help_text=_("WebVTT (.vtt) atau SubRip (.srt), UTF-8."),
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,text/vtt"}),
    )
    replaces = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        if file := cleaned.get("file"):
            try:
                cleaned["text"] = captions.decoded(file.read(captions.BYTES_MAX + 1))
            except DomainError as error:
                self.add_error("file", str(error))
        elif not (cleaned.get("text") or "").strip():
            self.add_error("text", _("Tulis teksnya, atau unggah berkasnya."))
        return cleaned


class MarkForm(forms.Form):
    """Whom publishing could hurt."""

    protect_mark = forms.ChoiceField(
        label=_("Siapa yang perlu dilindungi?"), choices=ProtectMark.choices, required=False
    )


class BoxForm(forms.Form):
    """One area to hide, in per cent of the picture's width and height."""

    x = forms.FloatField(label=_("Kiri (%)"), min_value=0, max_value=100)
    y = forms.FloatField(label=_("Atas (%)"), min_value=0, max_value=100)
    width = forms.FloatField(label=_("Lebar (%)"), min_value=0.5, max_value=100)
    height = forms.FloatField(label=_("Tinggi (%)"), min_value=0.5, max_value=100)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # A number input speaks with a point in every language.
            field.localize = False
            field.widget.attrs |= {"step": "0.1", "inputmode": "decimal"}


BoxFormSet = forms.formset_factory(
    BoxForm, extra=1, can_delete=True, max_num=BOXES_MAX, validate_max=True
)


def box_formset(data=None, *, boxes=()):
    """The areas of a picture; ``boxes`` are those that hold now, in shares of 0 to 1."""
    names = ("x", "y", "width", "height")
    initial = [
        {name: round(share * 100, 2) for name, share in zip(names, box, strict=True)}
        for box in boxes
    ]
    return BoxFormSet(data, initial=initial, prefix="box")


def boxes_of(formset) -> list[list[float]]:
    """The areas of a valid formset, in shares of 0 to 1, without those to be removed."""
    return [
        [form.cleaned_data[name] / 100 for name in ("x", "y", "width", "height")]
        for form in formset
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]


class DecisionForm(forms.Form):
    """What a person says about one proposed face."""

    said = forms.ChoiceField(choices=FaceState.choices, widget=forms.RadioSelect, required=False)

    def __init__(self, data=None, *, face, number):
        super().__init__(data, prefix=f"face-{face.pk}", initial={"said": face.state})
        self.face, self.number = face, number
        self.fields["said"].label = _("Wajah %(number)d") % {"number": number}
        self.sureness = round(face.score * 100)


class FaceForm(DecisionForm):
    """A face in a photo. ``box`` is its place in per cent, for the script."""

    def __init__(self, data=None, *, face, number):
        super().__init__(data, face=face, number=number)
        self.box = " ".join(f"{share * 100:.1f}" for share in face.box)


class TrackForm(DecisionForm):
    """A face in a film. ``marks`` are its places as :func:`areas_as_text` writes them."""

    def __init__(self, data=None, *, face, number):
        super().__init__(data, face=face, number=number)
        self.marks = areas_as_text([face.marks])
        self.begins, self.ends = clock(face.begins_s), clock(face.ends_s)


def face_forms(faces, data=None) -> list[FaceForm]:
    """One form for each proposal of a photo, in the order in which they are shown."""
    return [FaceForm(data, face=face, number=number) for number, face in enumerate(faces, 1)]


def track_forms(faces, data=None) -> list[TrackForm]:
    """One form for each face of a film, as many as a screen can show."""
    shown = list(faces)[:TRACKS_SHOWN]
    return [TrackForm(data, face=face, number=number) for number, face in enumerate(shown, 1)]


def of_both(faces, said: Mapping[int, str]) -> dict[str, str]:
    """Data for the forms of ``faces``: what holds now and what ``said`` wants, by key; of two the
    one that hides, and a decision rather than none."""
    order = (FaceState.PROPOSED, FaceState.DISMISSED, FaceState.CONFIRMED)
    return {
        f"face-{face.pk}-said": max(face.state, said.get(face.pk, face.state), key=order.index)
        for face in faces
    }


def clock(seconds: float) -> str:
    """Minutes and seconds, as a player shows them."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def areas_as_text(tracks) -> str:
    """Areas that move as lines of numbers: which area, second, left, top, width, height (%)."""
    return "\n".join(
        " ".join([str(number), f"{mark[0]:g}", *(f"{share * 100:.1f}" for share in mark[1:])])
        for number, track in enumerate(tracks, 1)
        for mark in track
    )


class FilmRedactionForm(forms.Form):
    """What is hidden in a film."""

    CHOSEN, FACES, WHOLE = "chosen", "faces", "whole"
    what = forms.ChoiceField(
        label=_("Yang disamarkan"),
        choices=(
            (CHOSEN, _("Bidang dan wajah yang dipilih")),
            (FACES, _("Semua wajah yang ditemukan, dan bidang")),
            (WHOLE, _("Seluruh gambar")),
        ),
        widget=forms.RadioSelect,
        initial=CHOSEN,
    )
    areas = forms.CharField(
        label=_("Bidang sebagai angka"),
        required=False,
        max_length=AREAS_TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_(
            "Satu titik setiap baris: nomor bidang, detik, kiri, atas, lebar, tinggi (empat yang "
            "terakhir dalam persen). Di antara dua titik bidangnya bergeser rata. Contoh: "
            "“1 0 40 30 20 25” lalu “1 12.5 55 30 20 25”."
        ),
    )
    is_mute = forms.BooleanField(
        label=_("Hilangkan suaranya"),
        required=False,
        help_text=_("Suara juga mengenali orang. Teks (captions) tidak ikut berubah."),
    )

    def clean_areas(self) -> list[list[list[float]]]:
        tracks: dict[str, list[list[float]]] = {}
        for count, line in enumerate(self.cleaned_data["areas"].splitlines(), 1):
            parts = line.replace(",", ".").split()
            if not parts:
                continue
            try:
                second, *places = (float(part) for part in parts[1:])
            except ValueError:
                places = []
            if len(places) != 4:
                raise ValidationError(
                    _("Baris %(line)d: tulis enam angka dengan spasi di antaranya.")
                    % {"line": count}
                )
            tracks.setdefault(parts[0], []).append([second, *(part / 100 for part in places)])
        return list(tracks.values())

    @classmethod
    def showing(cls, row, *, can_look: bool, said=None) -> FilmRedactionForm:
        """What the redaction ``row`` (or None) asked for, and with it all that ``said``, of a form
        that was sent meanwhile, hides; “all faces” is offered only where they can be looked for."""
        tracks, what, is_mute = [], cls.CHOSEN, False
        if row is not None:
            what = cls.WHOLE if row.whole_picture else cls.FACES if row.all_faces else cls.CHOSEN
            tracks, is_mute = row.tracks, row.is_mute
        if said is not None:
            shown = {areas_as_text([track]) for track in tracks}
            tracks = [*tracks, *(t for t in said["areas"] if areas_as_text([t]) not in shown)]
            what = max(what, said["what"], key=(cls.CHOSEN, cls.FACES, cls.WHOLE).index)
            is_mute = is_mute or said["is_mute"]
        form = cls(initial={"what": what, "areas": areas_as_text(tracks), "is_mute": is_mute})
        if not can_look:
            offered = form.fields["what"].choices
            form.fields["what"].choices = [one for one in offered if one[0] != cls.FACES]
        return form


def decisions_of(face_forms: Iterable[DecisionForm]) -> dict[int, str]:
    """What was said about each face, by its key; those not answered are left out."""
    return {
        form.face.pk: form.cleaned_data["said"]
        for form in face_forms
        if form.is_valid() and form.cleaned_data["said"]
    }
