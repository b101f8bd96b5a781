"""What a story's form would change on a version of that story, part by part and in words.

The parts are those of the form itself, so that what the editor can write is also compared.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import Field, ModelForm
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from cms.base.numbers import number_in
from cms.media.models import Photo, Video
from stories.models.story import figures_in

# Remarks beside the text keep those of others when they are saved, and whether one is told of new
# ones is of the person, not of the story.
NOT_OF_THE_STORY = frozenset({"comments", "comment_notifications"})
BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


@dataclass(frozen=True)
class Part:
    """One part that differs: its name, and what stands there on either side."""

    what: str
    theirs: str
    own: str

    @property
    def reads_the_same(self) -> bool:
        """Only what words do not show differs: bold, a link, the order inside a list."""
        return self.theirs == self.own


def differing_parts(form: ModelForm) -> list[Part]:
    """Every part of a bound story form that differs from the version it is bound to.

    The form is not validated, for that would write into its instance; what cannot be read as a
    value is compared as it was typed.
    """
    found = []
    for name, field in form.fields.items():
        if name in NOT_OF_THE_STORY:
            continue
        theirs = _read(field, field.prepare_value(form.get_initial_for_field(field, name)))
        own = _read(field, form[name].data)
        if _comparable(theirs) != _comparable(own):
            found.append(Part(str(field.label), _words(field, theirs), _words(field, own)))
    for name, formset in form.formsets.items():
        if name not in NOT_OF_THE_STORY:
            found += _differing_rows(form.instance, name, formset)
    return found


def _differing_rows(story, name: str, formset) -> list[Part]:
    """The people, or the corrections, in their order; the ids of the rows say nothing."""
    fields = {
        field_name: field
        for field_name, field in formset.form.base_fields.items()
        if field_name not in {"id", "ORDER", "DELETE"}
    }
    theirs = [
        {n: _read(f, row._meta.get_field(n).value_from_object(row)) for n, f in fields.items()}
        for row in sorted(getattr(story, name).all(), key=lambda row: row.sort_order or 0)
    ]
    own = [
        {n: _read(f, row[n].data) for n, f in fields.items()}
        for row in sorted(formset.forms, key=_place)
        if not _is_deleted(row)
    ]
    own = [row for row in own if any(_comparable(value) for value in row.values())]
    if [_comparable_row(row) for row in theirs] == [_comparable_row(row) for row in own]:
        return []
    label = str(formset.model._meta.verbose_name)
    return [Part(label, _rows_in_words(fields, theirs), _rows_in_words(fields, own))]


def _place(row) -> int:
    return number_in(str(row["ORDER"].data or ""))


def _is_deleted(row) -> bool:
    return "DELETE" in row.fields and bool(_read(row.fields["DELETE"], row["DELETE"].data))


def _read(field: Field, value):
    try:
        return field.clean(value)
    except ValidationError:
        return value


def _comparable(value):
    """``value`` without what differs between equal ones: ids of blocks, seconds, ends of lines."""
    if isinstance(value, StreamValue):
        return [
            (child.block_type, _without_ids(child.block.get_prep_value(child.value)))
            for child in value
        ]
    if isinstance(value, datetime.datetime):
        return value.replace(second=0, microsecond=0)
    if isinstance(value, list | tuple | QuerySet):
        return sorted(_comparable(one) for one in value)
    if isinstance(value, Model):
        return str(value.pk)
    return str(value or "").replace("\r\n", "\n").strip()


def _comparable_row(row: dict) -> dict:
    return {name: _comparable(value) for name, value in row.items()}


def _without_ids(prepared):
    """What a block stores, without the ids that the editor gives to list items and paragraphs."""
    if isinstance(prepared, dict):
        return {key: _without_ids(value) for key, value in prepared.items() if key != "id"}
    if isinstance(prepared, list):
        return [_without_ids(one) for one in prepared]
    if isinstance(prepared, str):
        return BLOCK_KEY.sub("", prepared).replace("\r\n", "\n").strip()
    return prepared or ""


def _words(field: Field, value) -> str:
    if isinstance(value, StreamValue):
        return "\n\n".join(filter(None, (_block_in_words(child) for child in value)))
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, datetime.datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, Photo | Video):
        return _medium_in_words(value)
    if isinstance(value, list | tuple | QuerySet):
        return ", ".join(str(one) for one in value)
    if isinstance(value, str) and hasattr(field, "choices"):
        return str(dict(field.choices).get(value, value))
    return str(value or "").replace("\r\n", "\n").strip()


def _rows_in_words(fields: dict[str, Field], rows: list[dict]) -> str:
    """A row a line; a tick is told by its name, and only where it is set."""
    lines = []
    for row in rows:
        told = [
            str(fields[name].label) if value is True else _words(fields[name], value)
            for name, value in row.items()
            if value
        ]
        lines.append(" – ".join(told))
    return "\n".join(lines)


def _block_in_words(child) -> str:
    if child.block_type in {"video", "audio"}:
        return _medium_in_words(child.value) if child.value else ""
    figures = [
        " – ".join(
            filter(None, [_medium_in_words(photo), photo.contextual_alt_text or "", caption])
        )
        for photo, caption in figures_in([child])
    ]
    if figures:
        return "\n".join(figures)
    words = child.block.get_searchable_content(child.value)
    return "\n\n".join(str(part).strip() for part in words if str(part).strip())


def _medium_in_words(medium: Photo | Video) -> str:
    """Its title, which several may share, and its number."""
    values = {"title": medium.title, "number": medium.pk}
    if isinstance(medium, Photo):
        return _("Foto “%(title)s” (nomor %(number)s)") % values
    return _("Video atau rekaman “%(title)s” (nomor %(number)s)") % values
