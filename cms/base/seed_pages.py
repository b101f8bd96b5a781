"""Pages that a data migration makes: Wagtail's tree without its model methods."""

STEP = 4
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _next_path(page_model, parent) -> str:
    """The path after the last child of ``parent`` (treebeard counts in base 36)."""
    last = (
        page_model.objects.filter(depth=parent.depth + 1, path__startswith=parent.path)
        .order_by("-path")
        .first()
    )
    number = int(last.path[-STEP:], 36) + 1 if last else 1
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = ALPHABET[rest] + digits
    return parent.path + digits.rjust(STEP, "0")


def add_child(apps, model, parent, *, title: str, slug: str):
    """Make a live page of the historical ``model`` below ``parent``; return it.

    For migrations only. Side effects: the page and its parent's number of children.
    """
    page_model = apps.get_model("wagtailcore", "Page")
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=model._meta.app_label, model=model._meta.model_name
    )
    page = model.objects.create(
        title=title,
        draft_title=title,
        slug=slug,
        content_type=content_type,
        path=_next_path(page_model, parent),
        depth=parent.depth + 1,
        numchild=0,
        url_path=f"{parent.url_path}{slug}/",
        locale=apps.get_model("wagtailcore", "Locale").objects.first(),
        live=True,
    )
    children = page_model.objects.filter(depth=parent.depth + 1, path__startswith=parent.path)
    page_model.objects.filter(pk=parent.pk).update(numchild=children.count())
    return page
