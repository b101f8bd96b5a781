"""Unread notices on the admin's front page: what the system has to say to this person."""

from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from wagtail.admin.ui.components import Component

from cms.people.selectors import unread_notices
from cms.people.services.notices import mark_read


class NoticesPanel(Component):
    """The newest unread notices and a button that says "read"; nothing when there are none."""

    order = 1
    template_name = "people/notices_panel.html"

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        return {"notices": unread_notices(request.user), "request": request}


@require_POST
def read(request):
    """Every notice of this person is read."""
    mark_read(user=request.user)
    return redirect("wagtailadmin_home")
