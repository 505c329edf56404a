"""Several small files in one write, where the portal can: intents, the act, outcomes.

Large files go alone: what is lost with a broken wire is sent again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from pipeline.publish.errors import FieldsRefused, SeveralRefused, TooLarge
from pipeline.publish.file_acts import conclude, explain_file, intend, push_file
from pipeline.publish.plan import describe_file
from pipeline.publish.sender import Sender
from pipeline.publish.state import PortalState
from pipeline.publish.steps import Act, FileStep
from pipeline.publish.tally import Tally
from pipeline.publish.uploads import Upload

MOST_FILES = 30
MOST_BYTES = 8 << 20
"""Below the 10 MB that CKAN takes by default."""


def push_files(steps: Sequence[FileStep], state: PortalState, sender: Sender, tally: Tally) -> None:
    """Carry out the steps in their order, several in one write where that is possible.

    A new file never goes by `resource_create`: CKAN 2.12 takes one of an id it already has, and
    answers 500 to every write of that dataset from then on. A revision names the state it was
    planned for instead, so a write before it makes it wait for the next plan.
    """
    written = False
    for batch in build_batches(steps, 1 if tally.alone else MOST_FILES):
        if len(batch) == 1 and batch[0].act is not Act.CREATE:
            push_file(batch[0], state, sender, tally)
        elif written:
            return
        else:
            _push_batch(batch, state, sender, tally)
        written = written or batch[0].act is not Act.SETTLE


def build_batches(
    steps: Sequence[FileStep], most: int = MOST_FILES
) -> Iterator[tuple[FileStep, ...]]:
    """Neighbours that fit into one write; what sends nothing, or very much, stands alone."""
    batch: list[FileStep] = []
    for step in steps:
        size = sum(each.bytes for each in batch) + step.bytes
        alone = step.act is Act.SETTLE
        if batch and (alone or len(batch) == most or size > MOST_BYTES):
            yield tuple(batch)
            batch = []
        batch.append(step)
        if alone:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)


def _push_batch(
    steps: Sequence[FileStep], state: PortalState, sender: Sender, tally: Tally
) -> None:
    """One write; SeveralRefused where it is not known which of them the portal means."""
    for step in steps:
        tally.add(step)
        intend(step, state.package_id, sender)
    try:
        addresses = _send(steps, state, sender)
    except (FieldsRefused, TooLarge) as error:
        if len(steps) == 1:
            raise explain_file(error, steps[0]) from error
        raise SeveralRefused(error.sentence) from error
    for step in steps:
        conclude(step, addresses.get(step.resource_id, ""), state, sender, tally)


def _send(steps: Sequence[FileStep], state: PortalState, sender: Sender) -> dict[str, str]:
    with ExitStack() as stack:
        uploads = [_build_upload(step, sender, stack) for step in steps]
        return sender.client.upload_many(state, uploads)


def _build_upload(step: FileStep, sender: Sender, stack: ExitStack) -> Upload:
    if step.act is Act.DESCRIBE:
        changed = {change.field: change.after for change in step.changes}
        return Upload(step.resource_id, changed, is_new=False)
    return Upload(
        resource_id=step.resource_id,
        fields={**describe_file(step.file), "size": str(step.file.size)},
        is_new=step.act is Act.CREATE,
        filename=step.file.filename,
        stream=stack.enter_context(step.file.open(sender.archive)),
    )
