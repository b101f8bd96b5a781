"""Who copies unit paths: told here, so that moving a unit takes every copy along.

A model field named ``unit_path`` is such a copy without saying so. Any other is registered in its
app's ``AppConfig.ready()``. A page's older revisions are not rows and keep the path they were
saved with: a page takes its path from its unit again whenever it is saved.
"""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model

FIELD_NAME = "unit_path"
_registered: dict[str, str] = {}


def register_path_copy(model_label: str, field: str) -> None:
    """Say that ``field`` of the model ``model_label`` ("app.Model") holds a copy of a unit path.

    Raises ValueError when the same model is registered with another field.
    """
    if _registered.setdefault(model_label, field) != field:
        raise ValueError(f"{model_label} already registered {_registered[model_label]}")


def path_copies() -> list[tuple[type[Model], str]]:
    """Every (model, field) that holds a copy: those named ``unit_path`` and those registered.

    Raises LookupError for a registered model that does not exist.
    """
    named = [
        (model, FIELD_NAME)
        for model in apps.get_models()
        if any(field.name == FIELD_NAME for field in model._meta.local_concrete_fields)
    ]
    told = [(apps.get_model(label), field) for label, field in _registered.items()]
    return list(dict.fromkeys([*named, *told]))
