"""Hooks into the Wagtail admin."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from cms.places.admin import PlacesViewSetGroup
from cms.places.choosers import region_chooser, unit_chooser, village_chooser
from cms.places.models import Region, Unit
from cms.places.permissions import NarrowPolicy

register_permission_policy(Region, NarrowPolicy(Region, actions={"view"}))
register_permission_policy(Unit, NarrowPolicy(Unit, actions={"view", "change"}))


@hooks.register("register_admin_viewset")
def register_places():
    return [PlacesViewSetGroup(), village_chooser, region_chooser, unit_chooser]
