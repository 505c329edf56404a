"""How reads are tried again while a portal is down; writes never are, before reading back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.publish.errors import PortalDown

if TYPE_CHECKING:
    from tenacity import RetryCallState, Retrying


def build_retrying(attempts: int, sleep: Callable[[float], None]) -> Retrying:
    """So many attempts while PortalDown is raised; the last one's error comes out."""
    from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

    return Retrying(
        stop=stop_after_attempt(attempts),
        wait=_wait,
        retry=retry_if_exception_type(PortalDown),
        sleep=sleep,
        reraise=True,
    )


def _wait(state: RetryCallState) -> float:
    """Half a second, doubled each time, with jitter; or what the portal asked for (to 60 s)."""
    from tenacity import wait_exponential, wait_random

    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, PortalDown) and error.retry_after is not None:
        return min(error.retry_after, 60)
    return (wait_exponential(multiplier=0.5, max=10) + wait_random(0, 0.5))(state)
