"""Mistakes in the settings that would make private things public: said before anything starts."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.checks import Error, register


def _directory(alias: str) -> Path | None:
    location = settings.STORAGES.get(alias, {}).get("OPTIONS", {}).get("location")
    return Path(location).resolve() if location else None


def _bucket(alias: str) -> tuple | None:
    options = settings.STORAGES.get(alias, {}).get("OPTIONS", {})
    bucket = options.get("bucket_name")
    return (bucket, options.get("endpoint_url")) if bucket else None


@register()
def private_files_are_apart(app_configs, **kwargs):
    """The default storage is private: the public one must neither be it nor hold it."""
    private, public = _directory("default"), _directory("public")
    inside = bool(private and public and private.is_relative_to(public))
    same_bucket = _bucket("default") is not None and _bucket("default") == _bucket("public")
    if not inside and not same_bucket:
        return []
    return [
        Error(
            "STORAGES: what 'default' (private) stores would be public through 'public'.",
            hint="Give each its own directory or bucket.",
            id="sambang.E001",
        )
    ]
