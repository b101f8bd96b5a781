"""What a step is given: the upload, its claim, and the one transaction in which it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import contextmanager
from copy import deepcopy
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Collection

from cms.base.outbox import OutboxState
from cms.base.workflow import advance, lock
from cms.media import catalogue
from cms.media.models import PipelineStep, Upload, UploadState
from cms.media.states import UPLOAD_TABLE


class LeaseLost(Exception):
    """Another worker has taken the step over; what this one made is thrown away."""


class Work:
    """One attempt at one step of ``upload``.

    ``kept`` lives as long as one worker is at the upload: a picture decoded for one step need not
    be decoded for the next.
    """

    def __init__(self, upload: Upload, row: PipelineStep, *, needed: Iterable[str], kept: dict):
        self.upload, self.row = upload, row
        self.made_ready = False
        self.is_finished = False
        self._needed = set(needed)
        self._kept: dict[str, Any] = kept

    def once(self, name: str, make: Callable[[], Any]):
        """``make()``, or what it gave when an earlier step asked for ``name``."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    @contextmanager
    def finishing(self):
        """The transaction in which the step ends; yields the locked upload, to be changed freely.

        Raises LeaseLost when the step is not ours any more. The last needed step makes the upload
        ready. What keeps a list of all media hears of the whole step once, and of nothing when
        neither the upload nor what it became has changed.
        """
        with transaction.atomic(), catalogue.together():
            current = lock(Upload.objects.all(), pk=self.upload.pk)
            before = _columns(current)
            if not self.held().update(
                state=OutboxState.DONE, finished_at=timezone.now(), last_error=""
            ):
                raise LeaseLost
            yield current
            is_ready = current.state == UploadState.PROCESSING and not self._is_needed_open()
            if is_ready:
                advance(current, "finish", table=UPLOAD_TABLE)
                current.failure = ""
            if _columns(current) != before:
                current.save()
        self.upload, self.is_finished = current, True
        self.made_ready = is_ready

    def held(self):
        """The row of the step, if it is still this attempt's."""
        return PipelineStep.objects.filter(
            pk=self.row.pk, state=OutboxState.RUNNING, attempt_count=self.row.attempt_count
        )

    def _is_needed_open(self) -> bool:
        done = PipelineStep.objects.filter(
            upload=self.upload, state=OutboxState.DONE, name__in=self._needed
        )
        return done.count() < len(self._needed)


def _columns(upload: Upload) -> dict[str, Any]:
    """What a save would write, apart from ``upload``: a step may change it in place."""
    return {
        field.attname: deepcopy(field.get_prep_value(getattr(upload, field.attname)))
        for field in upload._meta.concrete_fields
    }


def title_of(upload: Upload, when: datetime | None) -> str:
    """A title without anybody's name or place; editors write the real words."""
    shown = date_format(timezone.localtime(when or upload.created_at), "j F Y H.i")
    return f"{upload.get_kind_display()} {shown}"


def columns_of(upload: Upload) -> dict[str, object]:
    """What a new photo or film takes over from its upload."""
    return {
        "uploaded_by_user": upload.owner,
        "protect_mark": upload.protect_mark,
        "unit_path": upload.unit_path,
        "collection": Collection.get_first_root_node(),
    }


def catch_up(thing, current: Upload) -> None:
    """What was said of the locked upload while it was prepared holds for what it became."""
    thing.unit_path, thing.protect_mark = current.unit_path, current.protect_mark
