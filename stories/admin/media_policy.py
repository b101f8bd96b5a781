"""Wagtail's own lists, forms and choosers of pictures and films, narrowed to unit and role.

Wagtail asks a permission policy which pictures somebody may choose or change. This one answers
from roles and units instead of from groups and collections; collections only say where things lie.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.shortcuts import get_object_or_404
from wagtail.admin.auth import permission_denied
from wagtail.models import Collection
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtailmedia.views import chooser as media_chooser
from wagtailmedia.views import media as media_screens

from cms.media.models import Upload, Video
from cms.media.privacy import is_in_dispute, is_kept_back, kept_back
from cms.people import roles
from cms.people.models import Role
from stories.models import AssetUsage, MediaAsset, ReportAttachment
from stories.permissions import DESK_READERS, DESK_WORKERS

WRITERS = (*DESK_WORKERS, Role.AWARD_SECRETARY)
READERS = (*DESK_READERS, Role.AWARD_SECRETARY)


class UnitMediaPolicy(CollectionOwnershipPermissionPolicy):
    """Choose: what one's unit has, what belongs to no unit, what one sent. Change: the same, for
    those who write. Delete: what no story, report or dispute needs. What is still its
    sender's own (``cms.media.privacy``) is in nobody else's list, an administrator's neither."""

    @property
    def _kind(self) -> str:
        return "photo" if self.model._meta.model_name == "photo" else "video"

    def user_has_permission(self, user, action):
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user, actions):
        if not (user.is_authenticated and user.is_active):
            return False
        if user.is_superuser:
            return True
        asked = set(actions)
        if asked & {"add", "change", "delete"} and roles.has_role(user, *WRITERS):
            return True
        return "choose" in asked and roles.has_role(user, *READERS)

    def instances_user_has_any_permission_for(self, user, actions):
        things = self.model._default_manager.all()
        if not self.user_has_any_permission(user, actions):
            return things.none()
        things = things.exclude(kept_back(self._kind, but_of=user.pk))
        return things if user.is_superuser else things.filter(self._within(user, actions))

    def instances_user_has_permission_for(self, user, action):
        return self.instances_user_has_any_permission_for(user, [action])

    def _within(self, user, actions: Iterable[str]) -> Q:
        units = DESK_READERS if "choose" in actions else DESK_WORKERS
        shared = Q(unit_path="")
        if "choose" in actions or roles.has_role(user, *WRITERS):
            shared |= Q(uploaded_by_user=user)
        return roles.scope(user, *units).q() | shared

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        if not self.user_has_any_permission(user, actions):
            return False
        if set(actions) == {"delete"} and self._is_used(instance):
            return False
        if instance.uploaded_by_user_id == user.pk:
            return True
        if is_kept_back(instance, but_of=user.pk):
            return False
        if user.is_superuser or not instance.unit_path:
            return True
        units = DESK_READERS if "choose" in actions else DESK_WORKERS
        return roles.scope(user, *units).covers(instance.unit_path)

    def _is_used(self, instance) -> bool:
        """A picture of a story, public or being written, is withdrawn there first; a report shows
        what its officer sent; what is held or asked to be deleted waits for the decision."""
        rows = MediaAsset.objects.exclude(usage=AssetUsage.NONE)
        brought = Upload.that_brought(instance).values("pk")
        return (
            rows.filter(**{self._kind: instance.pk}).exists()
            or ReportAttachment.objects.filter(upload__in=brought).exists()
            or is_in_dispute(instance)
        )

    def collections_user_has_any_permission_for(self, user, actions):
        collections = Collection.objects.all()
        if not self.user_has_any_permission(user, actions):
            return collections.none()
        if user.is_superuser:
            return collections
        own = collections.filter(roles.scope(user, *READERS).q("unit_link__unit__path"))
        # Who has a unit puts things there; the top, which all staff share, is for the others.
        if set(actions) == {"add"} and own.exists():
            return own
        return own | collections.filter(depth=1)

    def collections_user_has_permission_for(self, user, action):
        return self.collections_user_has_any_permission_for(user, [action])


def policy_for(model, auth_model: str) -> UnitMediaPolicy:
    """The policy of one of our two media models."""
    return UnitMediaPolicy(model, auth_model=auth_model, owner_field_name="uploaded_by_user")


def usage_of_a_film(request, media_id: int):
    """Where a film is used, for who may change it: wagtailmedia's own page asks for nothing."""
    video = get_object_or_404(Video, pk=media_id)
    policy = media_screens.permission_checker.policy
    if not policy.user_has_permission_for_instance(request.user, "change", video):
        return permission_denied(request)
    return media_screens.usage(request, media_id)


def narrow_media_screens(policy: UnitMediaPolicy) -> None:
    """wagtailmedia asks a checker of its own in each module instead of Wagtail's registry."""
    for module in (media_screens, media_chooser):
        module.permission_checker.policy = policy
