"""Menu entry and addresses of the award office."""

from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from awards.admin import decisions, editions, nominations, panel
from awards.permissions import may_open_office, may_propose

office_urls = [
    path("", editions.Index.as_view(), name="index"),
    path("<int:edition_id>/", editions.Detail.as_view(), name="edition"),
    path("<int:edition_id>/jadwal/", editions.Timeline.as_view(), name="timeline"),
    path("<int:edition_id>/langkah/<slug:name>/", editions.Step.as_view(), name="step"),
    path("<int:edition_id>/umumkan/", editions.Announce.as_view(), name="announce"),
    path("<int:edition_id>/usulan/", nominations.List.as_view(), name="nominations"),
    path(
        "<int:edition_id>/usulan/<int:nomination_id>/",
        nominations.Detail.as_view(),
        name="nomination",
    ),
    path("<int:edition_id>/panel/", panel.Panel.as_view(), name="panel"),
    path("<int:edition_id>/keputusan/", decisions.Sheets.as_view(), name="decisions"),
    path(
        "<int:edition_id>/keputusan/<int:category_id>/",
        decisions.Decide.as_view(),
        name="decide",
    ),
]
admin_urls = [path("penghargaan/", include((office_urls, "awards_office")))]


class OfficeMenuItem(MenuItem):
    """The entry "Penghargaan", for the award secretary."""

    def __init__(self):
        super().__init__(
            _("Penghargaan"),
            reverse_lazy("awards_office:index"),
            name="awards",
            icon_name="crosshairs",
            order=140,
        )

    def is_shown(self, request):
        return bool(may_open_office(request.user))


class ProposeMenuItem(MenuItem):
    """The entry "Usulkan calon", for those who may nominate somebody."""

    def __init__(self):
        super().__init__(
            _("Usulkan calon"),
            reverse_lazy("awards:index"),
            name="propose",
            icon_name="crosshairs",
            order=145,
        )

    def is_shown(self, request):
        return bool(may_propose(request.user))
