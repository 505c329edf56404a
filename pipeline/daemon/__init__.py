"""The unattended daemon: APScheduler over `schedules/`, each run in a process of its own.

Read :mod:`pipeline.daemon.daemon` first. `timetable` is what is in force, `catch_up` what was
missed, `watch` what lies in the drop folders, `runs` how a run is begun and ended, `errands` what a
run does, `sole` why there is only one daemon.
"""
