"""Who opens the administrators' screens."""

from functools import wraps

from django.views.decorators.cache import never_cache

from cms.people.permissions import may_open_administration


def administrators_only(view):
    """Refuse everybody else with the reason; keep the answer out of every cache."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        may_open_administration(request.user).require()
        return view(request, *args, **kwargs)

    return never_cache(checked)
