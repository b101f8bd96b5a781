"""A survey for machines: JSON (the health+json draft) and Prometheus text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from cms.base.health import SEVERITY, Finding, Light, worst

JSON_TYPE = "application/health+json"
PREFIX = "sambang_"
STATUS = {Light.GREEN: "pass", Light.YELLOW: "warn", Light.RED: "fail"}


def is_ready(findings: Iterable[Finding]) -> bool:
    """Whether this process can answer readers: nothing critical is red."""
    return not any(one.probe.is_critical and one.light == Light.RED for one in findings)


def as_json(findings: list[Finding]) -> dict[str, Any]:
    """``status`` of the whole and, under ``checks``, what each probe found, as plain JSON."""
    checks: dict[str, list[dict[str, Any]]] = {}
    now = timezone.now().isoformat(timespec="seconds")
    for one in findings:
        check = {
            "status": STATUS[one.light],
            "observedValue": one.value,
            "output": one.sentence,
            "time": now,
        }
        if one.labels:
            check["labels"] = dict(one.labels)
        checks.setdefault(one.probe.name, []).append(check)
    return {
        "status": STATUS[worst(findings)],
        "ready": is_ready(findings),
        "checks": checks,
    }


class _Survey:
    """The shape in which the Prometheus library takes numbers that are read at the scrape."""

    def __init__(self, findings: list[Finding]):
        self._findings = findings

    def collect(self):
        lights = GaugeMetricFamily(
            f"{PREFIX}health",
            "Worst light of each check: 0 good, 1 warning, 2 bad or unreadable.",
            labels=["check"],
        )
        by_name: dict[str, list[Finding]] = {}
        for one in self._findings:
            by_name.setdefault(one.probe.name, []).append(one)
        for name, found in by_name.items():
            lights.add_metric([name], SEVERITY[worst(found)])
            measured = [one for one in found if one.value is not None]
            labels = sorted({label for one in measured for label in one.labels})
            family = GaugeMetricFamily(f"{PREFIX}{name}", found[0].probe.help, labels=labels)
            for one in measured:
                family.add_metric([str(one.labels.get(label, "")) for label in labels], one.value)
            yield family
        yield lights


def as_prometheus(findings: list[Finding]) -> bytes:
    """``findings`` in the Prometheus text format: one gauge a probe and ``sambang_health``."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Survey(findings))
    return generate_latest(registry)
