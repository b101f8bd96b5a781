"""The one step of the workflow "Redaksi": a publisher of the story's unit approves."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from cms.people import roles
from cms.people.models import Role
from stories.models.story import StoryPage


class PublisherApproval(Task):
    """Wagtail's approval step, decided by role and unit instead of by group."""

    class Meta:
        verbose_name = _("persetujuan penerbit satuan")
        verbose_name_plural = _("persetujuan penerbit satuan")

    @classmethod
    def get_description(cls):
        return _("Penerbit dari satuan cerita itu, atau dari satuan di atasnya, menyetujui.")

    def _may(self, page, user) -> bool:
        return page.permissions_for_user(user).can_publish()

    def user_can_access_editor(self, obj, user):
        return self._may(obj, user)

    def locked_for_user(self, obj, user):
        return not self._may(obj, user)

    def user_can_lock(self, obj, user):
        return self._may(obj, user)

    def get_actions(self, obj, user):
        if not self._may(obj, user):
            return []
        return [
            ("reject", _("Minta perbaikan"), True),
            ("approve", _("Setujui dan terbitkan"), False),
            ("approve", _("Setujui dengan catatan"), True),
        ]

    def on_action(self, task_state, user, action_name, **kwargs):
        """As Wagtail, but whoever mends a story and approves it in one go approves what they wrote:
        their own newer version needs no second press. Somebody else's does."""
        if action_name == "approve":
            newest = task_state.workflow_state.content_object.get_latest_revision()
            if newest.user_id == user.pk:
                task_state.revision = newest
                task_state.save(update_fields=["revision"])
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """The waiting stories of the user's units; two queries, whatever their number."""
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        if user.is_superuser:
            return waiting
        ids = waiting.values_list("workflow_state__object_id", flat=True)
        scope = roles.scope(user, Role.PUBLISHER)
        own = StoryPage.objects.filter(scope.q("unit__path"), pk__in=[int(pk) for pk in ids])
        return waiting.filter(
            workflow_state__object_id__in=[str(pk) for pk in own.values_list("pk", flat=True)]
        )
