"""Taking something off a portal and bringing it back, each act read back before it counts.

What is reversible with ids and addresses kept decides the way. The embedded portal leaves a
tombstone (`state: withdrawn`). CKAN and data.gov.ua mark a deleted dataset `deleted` and give it
back whole by `state: active`; `private` is left to the portal's moderators, who may not let go of
it again. A deleted resource of theirs is made again under its own id by the next publication.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.model.publisher import Profile
from pipeline.publish.ckan import PortalClient
from pipeline.publish.errors import PortalError, Unanswered

TRIES = 3
"""How often an act is repeated that left no trace on the portal."""


@dataclass(frozen=True, slots=True)
class Presence:
    """One dataset on one portal, as something that can be seen or not."""

    client: PortalClient
    profile: Profile
    package_id: str

    def hide(self, ground: str) -> None:
        """Take the whole dataset off; PortalError where the portal does not do it."""

        def act() -> None:
            if self.profile == "embedded":
                self.client.patch_package({"id": self.package_id, **_tombstone(ground)})
            else:
                self.client.delete("package", self.package_id)

        self._bring_about(act, lambda: not self._is_shown())

    def hide_files(self, resource_ids: Sequence[str], ground: str) -> None:
        """Take some of its files off; PortalError where the portal does not do it."""
        for resource_id in resource_ids:

            def act(resource_id: str = resource_id) -> None:
                if self.profile == "embedded":
                    self.client.patch_resource({"id": resource_id, **_tombstone(ground)})
                else:
                    self.client.delete("resource", resource_id)

            def done(resource_id: str = resource_id) -> bool:
                state = self.client.read_package(self.package_id)
                return state is None or state.resource(resource_id) is None

            self._bring_about(act, done)

    def show(self) -> None:
        """Bring the dataset back; one that is gone altogether is left to the publisher."""

        def act() -> None:
            self.client.patch_package({"id": self.package_id, "state": "active"})

        self._bring_about(act, lambda: not self._is_hidden())

    def _is_shown(self) -> bool:
        state = self.client.read_package(self.package_id)
        return state is not None and not state.deleted

    def _is_hidden(self) -> bool:
        state = self.client.read_package(self.package_id)
        return state is not None and state.deleted

    def _bring_about(self, act: Callable[[], None], done: Callable[[], bool]) -> None:
        """Act until it shows; a lost reply is only one more look."""
        for attempt in range(TRIES):
            if done():
                return
            try:
                act()
            except Unanswered as error:
                self.client.sleep(error.retry_after or 2.0**attempt)
        if not done():
            raise PortalError(
                f"Портал {self.client.site} прийняв запит, але нічого не змінив. "
                "Покажіть це адміністраторові порталу й повторіть команду."
            )


def _tombstone(ground: str) -> dict[str, str]:
    return {"state": "withdrawn", "withdrawn_ground": ground}
