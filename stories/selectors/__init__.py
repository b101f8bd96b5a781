"""Reading of reports and stories; what other apps call is importable from here."""

from stories.selectors.stories import published_stories_of

__all__ = ["published_stories_of"]
