"""`schedules/` → what runs when: one YAML file a rhythm, every dataset in exactly one.

`reading` says what a person may write, `rhythm` is the only place that asks APScheduler when a
schedule fires, `checks` holds the schedules against the catalogue.
"""

from pipeline.model import Schedule
from pipeline.schedule.checks import check_schedules, is_gathered
from pipeline.schedule.reading import read_schedules
from pipeline.schedule.rhythm import build_trigger, longest_gap, next_runs

__all__ = [
    "Schedule",
    "build_trigger",
    "check_schedules",
    "is_gathered",
    "longest_gap",
    "next_runs",
    "read_schedules",
]
