"""What is asked: parameters that are known, bounded and mean something, or a refusal by name."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from ninja import Schema

from cms.base.errors import Invalid, UnsupportedMedia

NAMED_AT_MOST = 20


def check(request, schema: type[Schema] | None = None) -> None:
    """Refuse parameters that ``schema`` does not know instead of ignoring them.

    Raises Invalid (422), which names each.
    """
    query = request.GET
    if not query:
        return
    known = schema.model_fields if schema else ()
    unknown = sorted(name for name in query if name not in known)
    if unknown:
        raise Invalid(
            _("Parameter tidak dikenal: %(names)s.") % {"names": ", ".join(unknown)[:200]},
            fields={name[:60]: _("tidak dikenal") for name in unknown[:NAMED_AT_MOST]},
        )
    for name, values in query.lists():
        if len(values) > 1:
            raise Invalid(
                _("Parameter %(name)s disebut lebih dari sekali.") % {"name": name},
                fields={name: _("disebut lebih dari sekali")},
            )
        if "\x00" in values[0]:
            raise Invalid(
                _("Parameter memuat karakter yang tidak diperbolehkan."),
                fields={name: _("karakter yang tidak diperbolehkan")},
            )


def require_type(request, content_type: str) -> None:
    """Refuse a body of another type. Raises UnsupportedMedia (415)."""
    if request.content_type != content_type:
        raise UnsupportedMedia(
            _("Kirim sebagai %(content_type)s.") % {"content_type": content_type}
        )


def moment(value: datetime | None, name: str) -> datetime | None:
    """``value`` in UTC. Raises Invalid when it names no zone or lies outside of the calendar."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise Invalid(
            _("Waktu harus menyebut zona, misalnya 2026-11-23T08:00:00+07:00."),
            fields={name: _("tanpa zona")},
        )
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise Invalid(
            _("Waktu di luar jangkauan."), fields={name: _("di luar jangkauan")}
        ) from None


def listed(value: str | None) -> tuple[str, ...]:
    """The names in the comma list ``value``, each once."""
    return tuple(dict.fromkeys(name for name in (value or "").split(",") if name))


def named(value: str | None, parameter: str, known: Collection[str]) -> tuple[str, ...]:
    """The names in the comma list ``value``. Raises Invalid for one that is not ``known``."""
    names = listed(value)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise Invalid(
            _("%(parameter)s tidak mengenal: %(names)s. Pilihan: %(known)s.")
            % {
                "parameter": parameter,
                "names": ", ".join(unknown)[:100],
                "known": ", ".join(known),
            },
            fields={parameter: _("tidak dikenal")},
        )
    return names
