from __future__ import annotations

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Document, DocumentFile, Finding, Release, Repair, Verdict
from pipeline.record.manifest import read_release, read_verdict, write_release, write_verdict

moments = st.datetimes(timezones=st.just(UTC))
# A file's name may hold what is no character at all: half of a pair from an undecodable name.
texts = st.text(st.characters(), max_size=20)
files = st.builds(DocumentFile, texts, texts, texts, texts, st.integers(0))
documents = st.builds(
    Document,
    id=texts,
    resource=texts,
    title=texts,
    files=st.lists(files, max_size=3).map(tuple),
    delivery=texts,
    actual_at=moments,
    rows=st.none() | st.integers(0),
    period=st.none() | texts,
)
releases = st.builds(
    Release,
    dataset=texts,
    documents=st.lists(documents, max_size=3).map(tuple),
    made_at=moments,
    first_made_at=moments,
)
verdicts = st.builds(
    Verdict,
    document=texts,
    sha256=texts,
    findings=st.lists(st.builds(Finding, code=texts, blocks=st.booleans(), message=texts,
                                sheet=st.none() | texts, row=st.none() | st.integers(1),
                                value=st.none() | texts), max_size=3).map(tuple),
    repairs=st.lists(st.builds(Repair, texts, texts, texts, texts, texts), max_size=3).map(tuple),
)  # fmt: skip


@given(releases)
def test_every_release_comes_back_exactly(release: Release) -> None:
    assert read_release(write_release(release)) == release


@given(texts, verdicts)
def test_every_verdict_comes_back_exactly(key: str, verdict: Verdict) -> None:
    assert read_verdict(write_verdict(key, verdict)) == (key, verdict)


@given(releases)
def test_one_release_has_one_manifest(release: Release) -> None:
    assert write_release(read_release(write_release(release))) == write_release(release)
