"""Files that arrive in pieces: made, continued, looked at, ended, checked, tidied away."""

from cms.media.services.resumable.at_tusd import (
    announce_at_tusd,
    completed_at_tusd,
    heard_from_tusd,
    is_continued_at_tusd,
    sweep_tusd,
)
from cms.media.services.resumable.creating import (
    LENGTH_MAX,
    Declared,
    create,
)
from cms.media.services.resumable.errors import (
    ChecksumMismatch,
    Crowded,
    Ended,
    Expired,
    Locked,
    Unfinished,
    WrongOffset,
)
from cms.media.services.resumable.finishing import finish
from cms.media.services.resumable.looking import (
    Standing,
    look,
    standing,
    standings_of,
    terminate,
)
from cms.media.services.resumable.receiving import ALGORITHMS, Checksum, append
from cms.media.services.resumable.tidying import ORPHANS_EVERY_S, sweep_orphans, sweep_resumable

__all__ = [
    "ALGORITHMS",
    "LENGTH_MAX",
    "ORPHANS_EVERY_S",
    "Checksum",
    "ChecksumMismatch",
    "Crowded",
    "Declared",
    "Ended",
    "Expired",
    "Locked",
    "Standing",
    "Unfinished",
    "WrongOffset",
    "announce_at_tusd",
    "append",
    "completed_at_tusd",
    "create",
    "finish",
    "heard_from_tusd",
    "is_continued_at_tusd",
    "look",
    "standing",
    "standings_of",
    "sweep_orphans",
    "sweep_resumable",
    "sweep_tusd",
    "terminate",
]
