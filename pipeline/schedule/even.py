"""Firings at even distances from one anchor, whenever the daemon was started."""

from __future__ import annotations

from datetime import datetime, timedelta

from apscheduler.triggers.interval import IntervalTrigger


class EvenTrigger(IntervalTrigger):  # type: ignore[misc]  # APScheduler has no types
    """APScheduler's interval, always counted from its start.

    APScheduler counts from the firing before, jitter included, so that every run would come
    later than the last and a day would lose some.
    """

    def get_next_fire_time(
        self, previous_fire_time: datetime | None, now: datetime
    ) -> datetime | None:
        """The next firing after the previous one, or from now on where there was none."""
        start = previous_fire_time + timedelta(seconds=1) if previous_fire_time else now
        fires: datetime | None = super().get_next_fire_time(None, start)
        return fires
