"""The client of any portal that speaks CKAN's action API, data.gov.ua's 2.7.2 included.

ckanapi words the actions and reads the errors; what it lacks stands here: timeouts, retries of
reads, uploads that stream (ckanapi holds a file twice in memory), redirects for reads alone, and a
Ukrainian sentence for every way to fail. Not shared between threads: a client has one session.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, Self

from pipeline import __version__
from pipeline.publish.abilities import Capabilities, Timeouts
from pipeline.publish.answers import explain_refusal, explain_silence, site_of
from pipeline.publish.download import Download, read_download
from pipeline.publish.errors import (
    FieldsRefused,
    Overtaken,
    PortalError,
    PortalNotFound,
)
from pipeline.publish.retries import build_retrying
from pipeline.publish.session import open_plain_session, open_session
from pipeline.publish.state import PortalState, read_state
from pipeline.publish.uploads import Form, Upload, build_form, build_revision
from pipeline.publish.watching import Watch, unwatched
from pipeline.record.event import JSON
from pipeline.wording import FILE, count_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from requests import Session

USER_AGENT = f"open-data-pipeline/{__version__}"


class PortalClient:
    """One portal as one user of it. A context manager that closes its session.

    Every method raises PortalError, whose sentence is for the person at the terminal; a write
    whose outcome is unknown raises Unanswered.
    """

    def __init__(
        self,
        url: str,
        key: str | None,
        *,
        session: Session | None = None,
        timeouts: Timeouts | None = None,
        user_agent: str = USER_AGENT,
        watch: Watch = unwatched,
        read_attempts: int = 4,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        from ckanapi import RemoteCKAN

        self.url = url.rstrip("/")
        self.site = site_of(url)
        self.sleep = sleep
        self._watch = watch
        self._timeouts = timeouts or Timeouts()
        self._attempts = read_attempts
        self._session = session or open_session(self.url)
        self._stranger = open_plain_session(self.url)
        self._stranger.headers["User-Agent"] = user_agent
        options = {"apikey": key, "user_agent": user_agent, "session": self._session}
        self._reader = RemoteCKAN(self.url, get_only=True, **options)
        self._writer = RemoteCKAN(self.url, **options)
        self._capabilities: Capabilities | None = None

    def __repr__(self) -> str:
        return f"PortalClient({self.url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the connections go."""
        self._session.close()
        self._stranger.close()

    # Read

    def capabilities(self) -> Capabilities:
        """What the portal can do, asked once."""
        if self._capabilities is None:
            version = str(self.read("status_show").get("ckan_version", ""))
            numbers = re.match(r"\d+(\.\d+)*", version)
            parts = numbers[0].split(".") if numbers else ()
            self._capabilities = Capabilities(tuple(int(part) for part in parts))
        return self._capabilities

    def read_package(self, name_or_id: str) -> PortalState | None:
        """The dataset as it stands now; None where the portal shows none of that name to us."""
        try:
            return read_state(self.read("package_show", id=name_or_id))
        except PortalNotFound:
            return None

    def read(self, action: str, **parameters: str) -> Any:
        """The answer of a side-effect-free action, tried again while the portal is down."""
        return build_retrying(self._attempts, self.sleep)(
            self._call, self._reader, action, parameters
        )

    def read_download(self, url: str) -> Download:
        """What a stranger, without our key, gets at the address; tried again like any read."""
        timeout = (self._timeouts.connect, self._timeouts.read)
        return build_retrying(self._attempts, self.sleep)(
            read_download, self._stranger, url, timeout
        )

    # Write

    def create_package(self, payload: Mapping[str, JSON]) -> PortalState:
        """Make the dataset; the answer is its first state."""
        return read_state(self._call(self._writer, "package_create", payload))

    def patch_package(self, payload: Mapping[str, JSON]) -> None:
        """Change the named fields of the dataset, and no others."""
        self._call(self._writer, "package_patch", payload)

    def patch_resource(self, fields: Mapping[str, str]) -> None:
        """Change the named fields of a resource and leave its file alone."""
        self._call(self._writer, "resource_patch", fields)

    def put_in_order(self, package_id: str, order: Sequence[str]) -> None:
        """Let the dataset's resources follow one another so."""
        payload: dict[str, JSON] = {"id": package_id, "order": list(order)}
        self._call(self._writer, "package_resource_reorder", payload)

    def delete(self, kind: Literal["package", "resource"], record_id: str) -> None:
        """Take a dataset or a resource away as the portal does it; CKAN only marks it deleted."""
        self._call(self._writer, f"{kind}_delete", {"id": record_id})

    def upload_resource(
        self, action: str, fields: Mapping[str, str], filename: str, stream: BinaryIO
    ) -> str:
        """`resource_create` or `resource_patch` with a file, streamed from the disk.

        Gives the address at which the portal offers it.
        """
        made = self._post(action, build_form(fields, filename, stream), filename)
        return str(made.get("url") or "")

    def upload_many(self, state: PortalState, uploads: Sequence[Upload]) -> dict[str, str]:
        """Several resources, new and old, in one write; the address of each resource by its id.

        Overtaken where the dataset is not in that state any more. New ones get their previews, as
        they would by `resource_create`.
        """
        form = build_revision(state.package_id, state.modified, uploads)
        try:
            revised = self._post("package_revise", form, count_of(len(uploads), FILE))
        except FieldsRefused as error:
            if "match" not in error.fields:
                raise
            raise Overtaken(
                f"Набір на порталі {self.site} саме змінює хтось інший: можливо, працює друга така "
                "сама програма. Нічого не зіпсовано; наступний запуск звірить і продовжить."
            ) from error
        package = revised["package"]
        if any(it.is_new for it in uploads):
            self._show_previews(package)
        return {it["id"]: it.get("url") or "" for it in package["resources"]}

    def _show_previews(self, package: Mapping[str, Any]) -> None:
        """Ask for default views; a portal that has none to give has the files all the same."""
        with suppress(PortalError):
            self._call(self._writer, "package_create_default_resource_views", {"package": package})

    def ensure_organization(self, name: str, title: str) -> None:
        """Make the organization where the portal has none of that name.

        Datasets are published side by side: another thread may make it between look and act.
        """
        try:
            self.read("organization_show", id=name)
        except PortalNotFound:
            try:
                self._call(self._writer, "organization_create", {"name": name, "title": title})
            except FieldsRefused:
                self.read("organization_show", id=name)

    # Transport

    def _post(self, action: str, form: Form, shown: str) -> Any:
        """A form with files, read from the disk as it goes; `shown` names it to who watches."""
        from ckanapi.common import prepare_action, reverse_apicontroller_action
        from requests_toolbelt import MultipartEncoder, MultipartEncoderMonitor

        path, _, headers = prepare_action(action, apikey=self._writer.apikey)
        encoded = MultipartEncoder(form)
        headers |= {"User-Agent": self._writer.user_agent, "Content-Type": encoded.content_type}
        timeout = (self._timeouts.connect, self._timeouts.upload)
        with self._watch(shown, encoded.len) as tell, self._explained(writing=True):
            body = MultipartEncoderMonitor(encoded, lambda sent: tell(sent.bytes_read))
            answer = self._session.post(
                f"{self.url}/{path}",
                data=body,
                headers=headers,
                timeout=timeout,
                allow_redirects=False,
            )
            return reverse_apicontroller_action(answer.url, answer.status_code, answer.text)

    def _call(self, remote: Any, action: str, parameters: Mapping[str, Any]) -> Any:
        timeout = (self._timeouts.connect, self._timeouts.read)
        with self._explained(writing=remote is self._writer):
            return remote.call_action(
                action, dict(parameters), requests_kwargs={"timeout": timeout}
            )

    @contextmanager
    def _explained(self, *, writing: bool) -> Iterator[None]:
        """Whatever requests and ckanapi raise, as a PortalError; no key is in either."""
        from ckanapi.errors import CKANAPIError, ServerIncompatibleError
        from requests import RequestException

        try:
            yield
        except RequestException as error:
            raise explain_silence(error, self.site, writing=writing) from error
        except (CKANAPIError, ServerIncompatibleError) as error:
            raise explain_refusal(error, self.site, writing=writing) from error
