"""Is the system well? A registry of probes, each one number with limits and a plain sentence.

The app that owns a thing registers a probe for it in ``AppConfig.ready()``; the health page, the
JSON endpoint and the Prometheus text are three writings of the same survey. Nothing is kept
between surveys: every number is read from where it is true for the whole installation.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


class Light(StrEnum):
    """How well something is, best first."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


SEVERITY = {light: number for number, light in enumerate(Light)}


@dataclass(frozen=True, slots=True)
class Limits:
    """From which value on a number is a warning, and from which it is bad; inclusive.

    ``low_is_bad``: the number is bad when it is small (free space), not when it is large.
    """

    yellow: float
    red: float
    low_is_bad: bool = False

    def light(self, value: float) -> Light:
        """The light of ``value``."""
        sign = -1 if self.low_is_bad else 1
        if sign * value >= sign * self.red:
            return Light.RED
        return Light.YELLOW if sign * value >= sign * self.yellow else Light.GREEN


@dataclass(frozen=True, slots=True)
class Reading:
    """One number that a probe read, and the same in words for a person.

    ``is_judged`` False: too little has happened for the limits to mean anything.
    """

    value: float
    sentence: str
    labels: Mapping[str, str] = field(default_factory=dict)
    is_judged: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """Something to look at.

    ``name`` ends in its unit (``_seconds``, ``_bytes``, ``_ratio``; none for a count) and is the
    metric's name too; ``help`` is English, for machines. ``read`` gives any number of readings
    with at most a few queries, whatever the size of the tables. ``is_critical``: without it no
    request can be answered, so a balancer should send readers elsewhere.
    """

    name: str
    group: Any
    title: Any
    help: str
    read: Callable[[], Iterable[Reading]]
    limits: Limits | None = None
    needs_database: bool = True
    is_critical: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What one probe found; ``value`` is None when it could not be read."""

    probe: Probe
    light: Light
    sentence: str
    value: float | None = None
    labels: Mapping[str, str] = field(default_factory=dict)


_probes: dict[str, Probe] = {}


def register(probe: Probe) -> None:
    """Add ``probe`` to every survey. Raises ValueError for a second one of that name."""
    if _probes.setdefault(probe.name, probe) is not probe:
        raise ValueError(f"a probe {probe.name!r} is registered already")


@contextmanager
def registered_temporarily(probe: Probe):
    """For tests: register, and forget again at the end."""
    register(probe)
    try:
        yield
    finally:
        del _probes[probe.name]


def survey() -> list[Finding]:
    """What every probe finds now: those that need no database first, each in order of
    registration.

    One probe that fails is a red finding and stops no other. Without a database, those that need
    it are not even asked: each would wait for its own time-out.
    """
    findings: list[Finding] = []
    has_database = True
    for probe in sorted(_probes.values(), key=lambda probe: probe.needs_database):
        if probe.needs_database and not has_database:
            findings.append(Finding(probe, Light.RED, _("Tidak diperiksa: basis data tidak ada.")))
            continue
        found = _ask(probe)
        findings += found
        if probe.is_critical and any(one.value is None for one in found):
            has_database = False
    return findings


def _ask(probe: Probe) -> list[Finding]:
    try:
        readings = list(probe.read())
    except Exception as error:
        log.warning("probe %s: %s", probe.name, error)
        words = _("Tidak dapat dibaca (%(error)s).") % {"error": type(error).__name__}
        return [Finding(probe, Light.RED, words)]
    return [
        Finding(
            probe,
            probe.limits.light(reading.value)
            if probe.limits and reading.is_judged
            else Light.GREEN,
            reading.sentence,
            reading.value,
            reading.labels,
        )
        for reading in readings
    ]


def worst(findings: Iterable[Finding]) -> Light:
    """The worst light of ``findings``; green when there are none."""
    return max((one.light for one in findings), key=SEVERITY.__getitem__, default=Light.GREEN)
