"""What roles allow with stories, and with the page that holds them."""

from cms.people.models import Role
from cms.people.page_rights import (
    EDIT,
    PUBLISH,
    RolePagePermissionTester,
    SectionRights,
    UnitRights,
)

DESK_READERS = (Role.EDITOR, Role.PUBLISHER, Role.LEADER)

STORY_RIGHTS = UnitRights(
    unit="unit__path",
    readers=DESK_READERS,
    actions={Role.EDITOR: EDIT, Role.PUBLISHER: PUBLISH},
    also_asked=("sources",),
)
STORIES_RIGHTS = SectionRights(writers=(Role.EDITOR, Role.PUBLISHER), publishers=(Role.PUBLISHER,))


class StoryPermissionTester(RolePagePermissionTester):
    """A story that was ever public, or was made from a report, is withdrawn, never deleted,
    whoever asks."""

    def can_delete(self, ignore_bulk=False):
        if self.page.first_published_at or self.page.sources.exists():
            return False
        return super().can_delete(ignore_bulk=ignore_bulk)
