"""What an editor changed, word by word. Pure: two texts in, the parts of both out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, GONE, NEW, LEFT_OUT = "same", "gone", "new", "left-out"
# A run of unchanged words longer than this is shown by its ends.
LONG_RUN, SHOWN_EACH_SIDE = 48, 14
# So few unchanged words between two changes are shown as changed with them: one change that can be
# read instead of three that cannot.
STRAY = 2
# The comparison's work is about this number; above it whole lines are compared, then nothing.
WORK_MAX = 1_500_000
_TOKEN = re.compile(r"\n+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words: ``same``, ``gone``, ``new``, or ``left-out`` (unchanged, only counted)."""

    kind: str
    text: str
    words: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The parts in reading order."""

    parts: tuple[Part, ...]

    @property
    def is_same(self) -> bool:
        return all(part.kind in (SAME, LEFT_OUT) for part in self.parts)

    @property
    def added(self) -> int:
        return sum(part.words for part in self.parts if part.kind == NEW)

    @property
    def removed(self) -> int:
        return sum(part.words for part in self.parts if part.kind == GONE)


def compare(before: str, after: str) -> Comparison:
    """``before`` against ``after``, word by word; line by line where that would take too long."""
    old, new = _tokens(before), _tokens(after)
    if _work(old, new) > WORK_MAX:
        old, new = _lines(before), _lines(after)
    if _work(old, new) > WORK_MAX:
        runs = [(GONE, old), (NEW, new)]
    else:
        runs = _runs(old, new)
    parts = [part for kind, tokens in runs for part in _parts(kind, tokens)]
    return Comparison(tuple(parts))


def _tokens(text: str) -> list[str]:
    return ["\n" if "\n" in token else token for token in _TOKEN.findall(text.strip())]


def _lines(text: str) -> list[str]:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return [token for line in lines if line for token in (line, "\n")][:-1]


def _work(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pairs of equal words the comparison looks at."""
    counts = Counter(new)
    return sum(count * counts[word] for word, count in Counter(old).items())


def _runs(old: list[str], new: list[str]) -> list[tuple[str, list[str]]]:
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    merged: list[tuple[list[str], list[str], bool]] = []
    for place, (step, old_from, old_to, new_from, new_to) in enumerate(steps):
        words, other = old[old_from:old_to], new[new_from:new_to]
        is_same = step == "equal"
        if is_same and _is_stray(words) and 0 < place < len(steps) - 1:
            is_same = False
        if merged and not is_same and not merged[-1][2]:
            merged[-1][0].extend(words)
            merged[-1][1].extend(other)
        else:
            merged.append((list(words), list(other), is_same))
    runs = []
    for words, other, is_same in merged:
        if is_same:
            runs.append((SAME, words))
        else:
            runs += [(kind, found) for kind, found in ((GONE, words), (NEW, other)) if found]
    return runs


def _is_stray(words: list[str]) -> bool:
    return len(words) <= STRAY and "\n" not in words


def _parts(kind: str, tokens: list[str]) -> list[Part]:
    if kind == SAME and len(tokens) > LONG_RUN:
        head, tail = tokens[:SHOWN_EACH_SIDE], tokens[-SHOWN_EACH_SIDE:]
        hidden = _count(tokens[SHOWN_EACH_SIDE:-SHOWN_EACH_SIDE])
        return [_part(SAME, head), Part(LEFT_OUT, "", hidden), _part(SAME, tail)]
    return [_part(kind, tokens)]


def _part(kind: str, tokens: list[str]) -> Part:
    return Part(kind, re.sub(r" ?\n ?", "\n", " ".join(tokens)), _count(tokens))


def _count(tokens: list[str]) -> int:
    return sum(len(token.split()) for token in tokens)
