"""What a plot is: the frame of one kind of event, told with `texts_grammar` templates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plot:
    """One event. `beats` are the editor's paragraphs in order; `field` is the officer's own way
    of telling it (what was done, what came of it); `scene` is an `art` scene."""

    scene: str
    short: str
    titles: tuple[str, ...]
    summary: str
    beats: tuple[str, ...]
    quote: str
    by: str
    field: tuple[str, str]
