"""How often a web source is asked again, and how long is waited in between."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from pipeline.gather.deadline import Deadline
from pipeline.gather.web_faults import WebError

if TYPE_CHECKING:
    from tenacity import RetryCallState

TRIES = 4

Result = TypeVar("Result")


def retry(
    attempt: Callable[[], Result], deadline: Deadline, pause: Callable[[float], None]
) -> Result:
    """Try again while the fault may pass and the next try would still be in time."""
    from tenacity import Retrying, retry_if_exception, stop_after_attempt

    return Retrying(
        stop=lambda state: stop_after_attempt(TRIES)(state) or state.upcoming_sleep > deadline.left,
        wait=_wait,
        retry=retry_if_exception(lambda error: isinstance(error, WebError) and error.passing),
        sleep=pause,
        reraise=True,
    )(attempt)


def _wait(state: RetryCallState) -> float:
    """What the server asked for; else half a second, doubled each time, with jitter."""
    from tenacity import wait_exponential, wait_random

    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, WebError) and error.retry_after is not None:
        return error.retry_after
    return (wait_exponential(multiplier=0.5, max=10) + wait_random(0, 0.5))(state)
