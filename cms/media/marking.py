"""The mark of a photo or film as a field of Wagtail's own forms."""

from __future__ import annotations

from django.db import transaction

from cms.base.workflow import lock
from cms.media.permissions import may_handle
from cms.media.services.consent import note_mark_change


class MarkedForm:
    """Mixin of the forms of photos and films, in front of Wagtail's class: the mark is changed as
    on the screen of protection, by the same people and with the same news."""

    def __init__(self, *args, user=None, **kwargs):
        self.actor = user
        super().__init__(*args, user=user, **kwargs)
        mark = self.fields.get("protect_mark")
        if mark is None or self.instance.pk is None:
            return
        verdict = may_handle(user, self.instance)
        if not verdict:
            mark.disabled, mark.help_text = True, verdict.reason

    def save(self, commit=True):
        if not commit or self.instance.pk is None:
            return super().save(commit=commit)
        with transaction.atomic():
            before = lock(type(self.instance).objects.all(), pk=self.instance.pk).protect_mark
            if "protect_mark" not in self.changed_data:
                # Somebody may have marked it since this form was read.
                self.instance.protect_mark = before
            thing = super().save()
            if thing.protect_mark != before:
                note_mark_change(actor=self.actor, thing=thing, before=before)
        return thing
