"""Shapes of the write side: what may be sent, and what is answered."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field

from cms.base.api.schemas import Exact, Listed, Paging
from cms.media.models import ProtectMark, UploadKind, UploadState
from stories.models import Report, ReportState
from stories.selectors.publication import Standing
from stories.services.attachments import CAPTION_MAX, MAX_FILES

MEDIA_CHANGES_MAX = 5 * MAX_FILES
MarkName = Literal[tuple(ProtectMark.values)]  # type: ignore[valid-type]
StateName = Literal[tuple(ReportState.values)]  # type: ignore[valid-type]


class ChosenMedia(Exact):
    """A photo or video that you sent before."""

    id: UUID = Field(description="Of the upload.")
    caption: str | None = Field(None, max_length=CAPTION_MAX)


class MediaChange(Exact):
    """What changes about one photo or video of the report."""

    id: UUID = Field(description="Of the upload, here or on its way; others are passed over.")
    caption: str | None = Field(None, max_length=CAPTION_MAX)
    remove: bool = False


class MeasuredPlace(Exact):
    """Where the phone was, when its officer agrees to say so: for the desk, never public."""

    latitude: float = Field(ge=-90, le=90, allow_inf_nan=False)
    longitude: float = Field(ge=-180, le=180, allow_inf_nan=False)
    accuracy_m: float = Field(ge=0, allow_inf_nan=False)
    at: datetime = Field(description="When it was measured, with a zone.")


class ReportBody(Exact):
    """A report. A draft may lack anything; what is sent to the desk is complete."""

    id: UUID | None = Field(None, description="Made on the phone: sent twice, it is one report.")
    submit: bool = Field(True, description="To the desk; false keeps a draft.")
    activity: str | None = Field(
        None, max_length=60, pattern=r"^[-a-zA-Z0-9_]+$", description="A slug of `choices`."
    )
    programme: str | None = Field(
        None, max_length=60, pattern=r"^[-a-zA-Z0-9_]+$", description="A slug of `choices`."
    )
    village: str | None = Field(
        None, max_length=13, pattern=r"^[0-9.]+$", description="Kemendagri's code."
    )
    happened_at: datetime | None = Field(
        None, description="Without a zone it is the time in the village."
    )
    title: str = Field("", max_length=2 * Report.TITLE_MAX)
    text: str = Field("", max_length=2 * Report.TEXT_MAX)
    protect_mark: MarkName = Field("", description="Whom publishing could hurt.")
    has_consent: bool = Field(False, description="The people in the pictures agreed.")
    media: list[ChosenMedia] | None = Field(
        None, max_length=MAX_FILES, description="In this order; without it they stay as they are."
    )
    media_changes: list[MediaChange] = Field(
        [],
        max_length=MEDIA_CHANGES_MAX,
        description="Instead of `media`, by whoever may not know all of them: the others stay.",
    )
    place: MeasuredPlace | None = Field(
        None, description="Null takes it away; without it the place stays as it is."
    )
    files: int | None = Field(
        None,
        ge=0,
        le=MAX_FILES,
        description="How many photos, films and recordings belong to it in all, here or still to "
        "come: the desk then knows for what it may wait. Null where you do not know.",
    )
    seen_submitted_at: AwareDatetime | None = Field(
        None,
        description="`submitted_at` of the report as your officer saw it (null: never sent). When "
        "it was sent since, and came back again, this is refused with the desk's note instead of "
        "passing over it. Leave it out to send all the same.",
    )


class ExpectedFiles(Exact):
    """How many files belong to a report."""

    files: int = Field(
        ge=0, le=MAX_FILES, description="In all, those that are here among them: fewer ends a wait."
    )


class FilesComing(Exact):
    """How many files of how many are still on their way."""

    left: int
    total: int


class PhotoForm(Exact):
    """What is said of a photo."""

    caption: str = Field("", max_length=CAPTION_MAX)


class ReportFilter(Paging):
    """What the list of one's own reports may be narrowed by."""

    state: StateName | None = None


class Named(Exact):
    """An entry of an editable list."""

    slug: str
    name: str


class Place(Exact):
    """A village."""

    code: str
    name: str
    place_line: str


class ReportSummary(Schema):
    """A report in a list."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    url: str = Field(description="Where to ask what became of it.")
    state: StateName
    state_text: str
    title: str
    activity: Named | None
    village: Place | None
    happened_at: datetime | None
    created_at: datetime
    submitted_at: datetime | None
    changed_at: datetime
    story_url: str | None = Field(description="Of the story that was made from it, when public.")
    reads: int | None = Field(description="How often that story was read, at least; when public.")


class Step(Exact):
    """One step of what became of it, in words."""

    event: str
    text: str
    note: str
    at: datetime


class MediaProgress(Exact):
    """How many steps of the preparation are over, of how many."""

    done: int
    total: int


class ReportMedia(Exact):
    """A photo or video of a report."""

    id: UUID
    kind: Literal[tuple(UploadKind.values)]  # type: ignore[valid-type]
    state: Literal[tuple(UploadState.values)]  # type: ignore[valid-type]
    failure: str
    progress: MediaProgress | None = Field(description="While it is being prepared.")
    caption: str
    byte_count: int


class Praise(Exact):
    """A leader's words of thanks for a report."""

    text: str
    by: str = Field(description="Name, and unit where there is one.")


class ReportAnswer(ReportSummary):
    """A report with all that its officer may know."""

    programme: Named | None
    text: str
    protect_mark: MarkName
    has_consent: bool
    what_now: str = Field(description="One sentence: where it is and what happens next.")
    desk_note: str = Field(description="What the desk says about its changes, once published.")
    commendations: list[Praise]
    steps: list[Step]
    media: list[ReportMedia]
    coming: FilesComing = Field(
        description="By what was said and what was announced; at most 7 days after either."
    )
    place: MeasuredPlace | None


class ReportList(Listed):
    """One page of one's own reports, newest first."""

    reports: list[ReportSummary]


class Choice(Named):
    """What may be chosen."""

    hint: str


class Mark(Exact):
    """Whom publishing could hurt."""

    value: MarkName
    name: str


class Limits(Exact):
    """What a report may hold."""

    title_max: int
    text_min: int
    text_max: int
    media_max: int
    photo_bytes_max: int
    video_bytes_max: int
    days_max: int = Field(description="How long ago an activity may be.")


class Choices(Exact):
    """All that a form for a report needs."""

    activities: list[Choice]
    programmes: list[Choice]
    protect_marks: list[Mark]
    villages: list[Place] = Field(description="Where you serve today; any other may be named.")
    limits: Limits


StandingName = Literal[tuple(Standing.values)]  # type: ignore[valid-type]


class PublicationFilter(Paging):
    """What the list of stories may be narrowed by."""

    state: Literal["draft", "live", "unpublished", "withdrawn"] | None = None


class UnitName(Exact):
    """A police unit."""

    code: str
    name: str


class PublicationSummary(Schema):
    """Where a story stands."""

    model_config = ConfigDict(extra="forbid")

    id: UUID = Field(description="The same as of the published item.")
    version: str = Field(description="The `ETag` that a press needs in `If-Match`.")
    state: StandingName
    state_text: str
    title: str
    unit: UnitName | None
    has_unpublished_changes: bool
    url: str | None = Field(description="Its permanent address, once it has one.")
    first_published_at: datetime | None
    scheduled_for: datetime | None
    embargo_until: datetime | None
    expires_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str


class PublicationAnswer(PublicationSummary):
    """With what is known of its newest text."""

    newest_title: str
    obstacles: list[str] = Field(description="What stands between the newest text and the public.")


class PressedAnswer(PublicationSummary):
    """Where it stands now."""

    changed: bool = Field(description="False when it stood there already.")


class PublicationList(Listed):
    """One page of stories."""

    publications: list[PublicationSummary]


class ReasonBody(Exact):
    """Why, for staff: it is kept in the audit."""

    reason: str = Field(min_length=5, max_length=300)
