"""Wagtail's user screens for our ``User``: NRP or e-mail, and a one-time password shown once."""

from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from wagtail.users.views.users import CreateView, UserViewSet

from cms.people.forms import PersonForm


class PersonCreateView(CreateView):
    """Answers with the one-time password itself: it is nowhere else to be read again."""

    def form_valid(self, form):
        super().form_valid(form)
        context = {"person": self.object, "password": form.one_time_password}
        response = render(self.request, "people/password_once.html", context)
        add_never_cache_headers(response)
        return response


class PersonViewSet(UserViewSet):
    """The list, and plain forms without groups: roles decide the groups."""

    add_view_class = PersonCreateView
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"

    def get_form_class(self, for_update=False):
        return PersonForm
