"""Screens of ours at addresses of Wagtail's own; ``cms.config.urls`` mounts them before its."""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import display_custom_404
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.people.admin import page_chooser, page_reports

# The chooser's under Wagtail's names: by them the doors know one (``page_doors``).
urlpatterns = [
    path("choose-page/", page_chooser.Browse.as_view(), name="wagtailadmin_choose_page"),
    path(
        "choose-page/<int:parent_page_id>/",
        page_chooser.Browse.as_view(),
        name="wagtailadmin_choose_page_child",
    ),
    path("choose-page/search/", page_chooser.Search.as_view(), name=page_chooser.SEARCH),
]
for address, report in {
    "reports/locked/": page_reports.Locked,
    "reports/workflow/": page_reports.Workflows,
    "reports/workflow_tasks/": page_reports.Tasks,
}.items():
    urlpatterns += [
        path(address, report.as_view()),
        path(f"{address}results/", report.as_view(results_only=True)),
    ]
for decorator in (require_admin_access, display_custom_404, never_cache):
    decorate_urlpatterns(urlpatterns, decorator)
