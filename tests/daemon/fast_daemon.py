"""The real command with a faster pulse, so that a test need not wait for minutes."""

from __future__ import annotations

from datetime import timedelta

from pipeline.cli import main
from pipeline.daemon import catch_up, process
from pipeline.record import engine

if __name__ == "__main__":
    process.BEAT = process.EDITS = process.LOOK = process.ALARMS = 0.3
    process.CATCH_UP = process.PROBE = 1.0
    catch_up.FIRST_PAUSE = timedelta(seconds=1)
    engine.BUSY_SECONDS = 1
    main()
