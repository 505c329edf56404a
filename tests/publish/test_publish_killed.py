"""The real command, killed again and again while it publishes; the end must be as if it never was.

`PIPELINE_KILLED_LIVES=50 pytest tests/publish/test_publish_killed.py` tries many more instants.
"""

from __future__ import annotations

import os
import random
import signal
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from command_city import CHANGED, FIRST, CommandCity, Files, embedded_process
from labs import Lab, real_lab

LIVES = int(os.environ.get("PIPELINE_KILLED_LIVES", "1"))
MOST_EVENTS = 40 if LIVES == 1 else 8
"""Between two kills; a whole first publication here records some sixty."""


@pytest.fixture(params=["embedded", pytest.param("real", marks=pytest.mark.ckan)])
def cities(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[CommandCity, ...]]:
    """Two cities alike: one to be left in peace, one to be killed."""
    with ExitStack() as stack:
        found = []
        for name in ("peaceful", "killed"):
            folder = tmp_path / name
            folder.mkdir()
            portal = embedded_process(folder) if request.param == "embedded" else real_lab()
            lab: Lab = stack.enter_context(portal)
            found.append(CommandCity(folder, lab, uuid.uuid4().hex[:8]))
        yield tuple(found)


def publish_killed(city: CommandCity, chance: random.Random) -> int:
    """Publish, killed at random instants until one run comes to its end; how often it was killed.

    Instants are spread over the acts, not over the seconds: most of those are spent reading.
    """
    kills = 0
    while True:
        until = city.events() + chance.randint(0, MOST_EVENTS)
        with city.start() as process:
            if until == city.events():
                time.sleep(chance.uniform(0.1, 1.5))
            while process.poll() is None and city.events() < until:
                time.sleep(0.002)
            time.sleep(chance.uniform(0, 0.03))
            if process.poll() is not None:
                out, err = process.communicate()
                assert process.returncode == 0, out + err
                return kills
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        kills += 1


@pytest.mark.parametrize("seed", range(LIVES))
def test_a_publication_killed_at_random_ends_as_one_left_in_peace(
    cities: tuple[CommandCity, CommandCity], seed: int
) -> None:
    peaceful, killed = cities
    chance = random.Random(seed)

    def publish_both(files: Files) -> int:
        for city in cities:
            city.drop(files)
        peaceful.publish()
        kills = publish_killed(killed, chance)
        assert killed.stands() == peaceful.stands()
        assert killed.publish() == ["unchanged"] * 3
        return kills

    first = publish_both(FIRST)
    update = publish_both(CHANGED)
    assert first + update > 0
