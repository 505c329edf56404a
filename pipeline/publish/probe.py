"""Whether a portal answers at all: asked by the daemon now and then, apart from any publication."""

from __future__ import annotations

from pipeline.model import Portal
from pipeline.publish.session import open_plain_session

SECONDS = 10


def is_answering(portal: Portal, user_agent: str) -> bool:
    """Whether its action API gives its status; a portal that only shows an error page does not."""
    import requests

    with open_plain_session(portal.url) as session:
        session.headers["User-Agent"] = user_agent
        try:
            answer = session.get(
                f"{portal.url.rstrip('/')}/api/3/action/status_show", timeout=SECONDS
            )
            return answer.status_code == 200 and answer.json()["success"] is True
        except (requests.RequestException, ValueError, KeyError, TypeError):
            return False
