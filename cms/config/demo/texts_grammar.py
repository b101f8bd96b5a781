"""A tiny grammar: `[this|that]` chooses, `{slot}` fills in a fact that stays the same in a text."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")

Maker = Callable[[random.Random], str]


class Facts:
    """The facts of one text: given ones, and random ones drawn on first use and then kept."""

    def __init__(
        self, rng: random.Random, given: Mapping[str, str], makers: Mapping[str, Maker]
    ) -> None:
        self._rng = rng
        self._known = dict(given)
        self._makers = makers

    def __getitem__(self, slot: str) -> str:
        if slot not in self._known:
            value = self._makers[slot](self._rng)
            # Two slots of one family (l1, l2) must not name the same person or number twice.
            for _ in range(20):
                if value not in self._known.values():
                    break
                value = self._makers[slot](self._rng)
            self._known[slot] = value
        return self._known[slot]

    def fill(self, template: str) -> str:
        """The template with choices made and slots filled.

        Raises:
            KeyError: the template names a slot that nobody knows.
        """
        text = template
        while _CHOICE.search(text):
            text = _CHOICE.sub(lambda m: self._rng.choice(m.group(1).split("|")), text)
        while _SLOT.search(text):
            text = _SLOT.sub(lambda m: self[m.group(1)], text)
        text = " ".join(text.split())
        return text[:1].upper() + text[1:]
