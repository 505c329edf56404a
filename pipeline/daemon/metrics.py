"""The daemon's state in Prometheus' words; gathered anew whenever a monitor asks."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.daemon.health import Health
from pipeline.model import Result

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from prometheus_client.core import Metric


class DaemonMetrics:
    """A registry of its own: the state, and what the process itself costs.

    `ended` counts outcomes since the start by their word; `var` is the folder whose disk is told.
    """

    def __init__(self, health: Callable[[], Health], ended: Mapping[str, int], var: Path) -> None:
        from prometheus_client import CollectorRegistry, GCCollector, ProcessCollector

        self.registry: CollectorRegistry = CollectorRegistry()
        self._health, self._ended, self._var = health, ended, var
        self.registry.register(self)
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)

    def collect(self) -> Iterator[Metric]:
        """Called by prometheus_client for every scrape."""
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        health = self._health()
        yield from _state(health)
        outcomes = CounterMetricFamily(
            "pipeline_outcomes",
            "Updates of datasets since the start",
            labels=["outcome"],
        )
        for result in Result:
            outcomes.add_metric([result.value], self._ended.get(result.value, 0))
        yield outcomes
        failures = GaugeMetricFamily(
            "pipeline_failures_in_a_row", "Failed updates in a row", labels=["dataset"]
        )
        for one in health.failing:
            failures.add_metric([one.dataset], one.failures)
        yield failures
        portals = GaugeMetricFamily(
            "pipeline_portal_up", "Whether the portal answered last", labels=["portal"]
        )
        for portal, since in (health.beat.portals if health.beat else {}).items():
            portals.add_metric([portal], float(since is None))
        yield portals
        free = shutil.disk_usage(self._var).free
        yield GaugeMetricFamily("pipeline_disk_free_bytes", "Free space of the var folder", free)


def _state(health: Health) -> Iterator[Metric]:
    from prometheus_client.core import GaugeMetricFamily

    beat, check = health.beat, health.last_check
    if beat is not None:
        yield GaugeMetricFamily(
            "pipeline_heartbeat_timestamp_seconds", "Last sign of life", beat.beat_at.timestamp()
        )
        yield GaugeMetricFamily(
            "pipeline_edits_refused", "Faults that keep newer descriptions out", len(beat.kept)
        )
    if check is not None:
        yield GaugeMetricFamily(
            "pipeline_last_check_timestamp_seconds",
            "Last update of any dataset",
            check.timestamp(),
        )
    yield GaugeMetricFamily(
        "pipeline_lag_seconds", "Age of the oldest firing not run", health.lag.total_seconds()
    )
    yield GaugeMetricFamily(
        "pipeline_datasets_late", "Datasets not checked in their time", len(health.late)
    )
