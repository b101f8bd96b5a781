"""The import line holds for database keys too: import-linter does not see string foreign keys."""

from django.apps import apps

LINE = [
    "awards",
    "local_heroes",
    "stories",
    "publishing",
    "cms_people",
    "cms_media",
    "cms_places",
    "cms_base",
    "cms_accounts",
]


def test_model_keys_point_right_along_the_line():
    wrong = []
    for model in apps.get_models():
        app = model._meta.app_label
        if app not in LINE:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if target is None or field.auto_created or isinstance(target, str):
                continue
            label = target._meta.app_label
            if label in LINE and LINE.index(label) < LINE.index(app):
                wrong.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")

    assert wrong == []
