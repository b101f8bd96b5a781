"""The profile editor's form: it takes nothing that its writer may not choose."""

from __future__ import annotations

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from cms.base.errors import Refused
from cms.base.numbers import number_in
from cms.media.models import Photo
from cms.people.page_policy import policy
from stories.forms.chosen import keys, require_choosable
from stories.models import StoryPage

ROWS_WITH_A_STORY = ("moments", "impacts")


class HeroProfileForm(WagtailAdminPageForm):
    """A chooser sends a number, and a number can be that of another unit's draft or photo."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._portrait_before, self._stories_before = set(), set()
        # Before the form writes into its instance.
        if self.is_bound:
            portrait = self.instance.portrait
            self._portrait_before = keys([portrait] if portrait else [])
            self._stories_before = set(_stories_of(self.instance))

    def _post_clean(self):
        super()._post_clean()
        if self.for_user:
            # A form that is refused shows what was chosen, so the sentence is all there is.
            portrait = Photo.objects.filter(pk__in=_numbers([self["portrait"].data]))
            require_choosable(self.for_user, portrait, but=self._portrait_before)
            self._require_choosable_stories()

    def _require_choosable_stories(self) -> None:
        sent = [self["signature_story"].data]
        for name in ROWS_WITH_A_STORY:
            sent += [row["story"].data for row in self.formsets[name].forms]
        new = _numbers(sent) - self._stories_before
        there = StoryPage.objects.filter(pk__in=new)
        if there.exclude(pk__in=policy.choosable_instances(self.for_user).values("pk")).exists():
            raise Refused(_("Cerita itu bukan milik satuan Anda dan belum terbit."))


def _stories_of(profile):
    yield profile.signature_story_id
    for name in ROWS_WITH_A_STORY:
        yield from (row.story_id for row in getattr(profile, name).all())


def _numbers(values) -> set[int]:
    return {number_in(str(value)) for value in values} - {0}
