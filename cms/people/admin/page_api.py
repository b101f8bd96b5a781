"""The API behind the sidebar's list of pages, at a price that does not grow with their number."""

from django.db.models import Count, Q
from django.db.models.functions import Length, Substr
from wagtail.admin.api.serializers import (
    AdminPageSerializer,
    PageChildrenField,
    get_model_listing_url,
)
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.serializers import PageParentField
from wagtail.models import Page


def _parent_path(page: Page) -> str:
    return page.path[: -Page.steplen]


class Around:
    """What ``shown`` holds above and below ``rows``: their parents, and how many children."""

    def __init__(self, rows: list[Page], shown):
        above = shown.filter(path__in={_parent_path(page) for page in rows})
        self.parents = {page.path: page for page in above}
        self.children = self._children([page for page in rows if page.numchild], shown)

    @staticmethod
    def _children(rows: list[Page], shown) -> dict[str, int]:
        if not rows:
            return {}
        below = Q()
        for page in rows:
            below |= shown.child_of_q(page)
        found = shown.filter(below).order_by()
        found = found.annotate(above=Substr("path", 1, Length("path") - Page.steplen))
        return dict(found.values_list("above").annotate(Count("pk")))


class Children(PageChildrenField):
    def to_representation(self, page):
        around = self.context["view"].around
        if around is None:
            return super().to_representation(page)
        address = get_model_listing_url(self.context, Page)
        return {
            "count": around.children.get(page.path, 0),
            "listing_url": f"{address}?child_of={page.pk}",
        }


class Parent(PageParentField):
    def get_attribute(self, page):
        around = self.context["view"].around
        if around is None:
            return super().get_attribute(page)
        return around.parents.get(_parent_path(page))


class Row(AdminPageSerializer):
    children = Children(read_only=True)
    parent = Parent(read_only=True)


def _with_state(pages):
    return pages.annotate_approved_schedule().prefetch_workflow_states()


class Pages(PagesAdminAPIViewSet):
    base_serializer_class = Row
    around: Around | None = None  # of a list only

    def get_queryset(self):
        return _with_state(super().get_queryset())

    def filter_queryset(self, queryset):
        pages = super().filter_queryset(queryset)
        # What Wagtail's filter for the sidebar gives has lost what was to be fetched with it.
        return _with_state(pages) if self.request.GET.get("for_explorer") else pages

    def paginate_queryset(self, queryset):
        rows = list(super().paginate_queryset(queryset))
        self.around = Around(rows, self.get_base_queryset())
        return rows
