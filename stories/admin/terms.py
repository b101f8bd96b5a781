"""The editable lists, for administrators. Entries in use are retired, never deleted."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.people import roles
from cms.people.models import Role
from stories.models import Activity, DueRule, Programme, Tip, Topic


class AdministratorPolicy(ModelPermissionPolicy):
    """Administrators add and change; nobody deletes."""

    def user_has_permission(self, user, action):
        if action == "delete" or not user.is_active:
            return False
        return user.is_superuser or roles.has_role(user, Role.ADMINISTRATOR)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


class TermViewSet(SnippetViewSet):
    """Name, explanation, order, in use or not."""

    list_display = ["name", "name_en", "position", "is_active"]
    ordering = ["position", "name"]
    copy_view_enabled = False
    panels = [
        FieldPanel("name"),
        FieldPanel("name_en"),
        FieldPanel("slug"),
        FieldPanel("hint"),
        FieldPanel("position"),
        FieldPanel("is_active"),
    ]


class ActivityViewSet(TermViewSet):
    model = Activity
    icon = "tag"


class ProgrammeViewSet(TermViewSet):
    model = Programme
    icon = "pick"


class TopicViewSet(TermViewSet):
    model = Topic
    icon = "list-ul"


class TipViewSet(SnippetViewSet):
    """Advice for officers, on their coaching page."""

    model = Tip
    icon = "help"
    list_display = ["title", "activity", "position", "is_active"]
    ordering = ["position", "id"]
    copy_view_enabled = False
    panels = [
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("activity"),
        FieldPanel("position"),
        FieldPanel("is_active"),
    ]


class DueRuleViewSet(SnippetViewSet):
    """How many hours the desk has, by activity and what must be protected."""

    model = DueRule
    icon = "time"
    list_display = ["activity", "protect_mark", "hours", "is_active"]
    copy_view_enabled = False
    panels = [
        FieldPanel("activity"),
        FieldPanel("protect_mark"),
        FieldPanel("hours"),
        FieldPanel("is_active"),
    ]


class TermsGroup(SnippetViewSetGroup):
    """The lists under one menu entry."""

    items = (ActivityViewSet, ProgrammeViewSet, TopicViewSet, TipViewSet, DueRuleViewSet)
    menu_label = _("Kegiatan, program, tips, tenggat")
    menu_name = "terms"
    menu_icon = "tag"
    menu_order = 500
