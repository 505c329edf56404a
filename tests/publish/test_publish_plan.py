from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.model.publisher import Profile
from pipeline.publish.package import PackageFile, Role
from pipeline.publish.plan import build_plan, describe_file, lines_of
from pipeline.publish.record import Record
from pipeline.publish.state import PortalResource, PortalState, read_state
from pipeline.publish.steps import Act, Change, FileStep, Plan, RecordStep
from pipeline.record.history import Binding

RECORD = Record(
    fields={"name": "stops", "title": "Зупинки", "owner_org": "city"},
    custom={"language": "ua"},
    tags=("рух",),
)
STATE = PortalState(
    package_id="p1",
    private=False,
    deleted=False,
    fields={"name": "stops", "title": "Зупинки", "owner_org": "uuid-of-city", "language": "ua"},
    extras={},
    tags=frozenset({"рух"}),
    organization=frozenset({"city", "uuid-of-city"}),
    resources=(),
)


def a_file(key: str = "stops/stops", content: str = "aa", **changes: object) -> PackageFile:
    file = PackageFile(
        key=key,
        role=Role.DATA,
        title="Зупинки",
        description="Зупинки міста",
        filename="stops.csv",
        format="CSV",
        mimetype="text/csv",
        sha256=content,
        size=1434,
        document=key,
        rows=7,
    )
    return replace(file, **changes)  # type: ignore[arg-type]


def shown(file: PackageFile, resource_id: str = "r1", **fields: str) -> PortalResource:
    url = f"http://portal/{resource_id}/{file.filename}"
    return PortalResource(resource_id, url, file.size, {**describe_file(file), **fields})


def bound(file: PackageFile, resource_id: str = "r1", *, settled: bool = True) -> Binding:
    return Binding(file.key, resource_id, "p1", file.sha256, settled)


def plan_of(
    *files: PackageFile,
    state: PortalState | None = STATE,
    bindings: Mapping[str, Binding] | None = None,
    record: Record = RECORD,
    profile: Profile = "embedded",
    refused_ids: tuple[str, ...] = (),
) -> Plan:
    return build_plan("stops", record, files, state, bindings or {}, profile, refused_ids)


def acts_of(plan: Plan) -> list[tuple[Act, str]]:
    return [(step.act, step.resource_id) for step in plan.files]


# The record


def test_a_dataset_the_portal_lacks_is_created_and_its_files_after_it() -> None:
    plan = plan_of(a_file(), state=None)
    assert plan == Plan(
        dataset="stops",
        package_id=None,
        record=RecordStep(Act.CREATE, ()),
        files=(FileStep(Act.CREATE, a_file(), ""),),
    )


def test_a_record_that_says_the_same_is_kept() -> None:
    assert plan_of().is_empty


def test_a_record_is_patched_field_by_field() -> None:
    state = replace(STATE, fields={**STATE.fields, "title": "Старе"}, tags=frozenset({"інше"}))
    assert plan_of(state=state).record == RecordStep(
        Act.DESCRIBE,
        (Change("title", "Старе", "Зупинки"), Change("tags", "інше", "рух")),
    )


def test_fields_that_are_not_ours_are_nobody_s_drift() -> None:
    state = replace(STATE, fields={**STATE.fields, "groups": "x"}, extras={"their_own": "y"})
    assert plan_of(state=state).is_empty


def test_ckan_keeps_the_fields_of_the_resolution_in_extras() -> None:
    assert plan_of(profile="ckan").record.changes == (Change("language", "", "ua"),)
    assert plan_of(state=replace(STATE, extras={"language": "ua"}), profile="ckan").is_empty


def test_another_organization_is_a_change_and_the_id_of_ours_is_none() -> None:
    state = replace(STATE, organization=frozenset({"other"}))
    assert [change.field for change in plan_of(state=state).record.changes] == ["owner_org"]


# The files


def test_a_new_file_gets_an_id_that_is_the_same_every_time() -> None:
    first, again = plan_of(a_file()), plan_of(a_file())
    other = plan_of(a_file("stops/other"))
    assert first == again
    assert acts_of(first)[0][0] is Act.CREATE
    assert acts_of(first) != acts_of(other)
    assert len(acts_of(first)[0][1]) == 36


def test_a_file_that_stands_as_it_was_sent_is_kept() -> None:
    file = a_file()
    state = replace(STATE, resources=(shown(file),))
    assert plan_of(file, state=state, bindings={file.key: bound(file)}).is_empty


def test_new_bytes_replace_the_file_in_its_own_place() -> None:
    old, new = a_file(), a_file(content="bb", size=99)
    plan = plan_of(
        new,
        state=replace(STATE, resources=(shown(old),)),
        bindings={old.key: bound(old)},
    )
    assert plan.files == (
        FileStep(Act.REPLACE, new, "r1", (Change("hash", "sha256:aa", "sha256:bb"),)),
    )
    assert plan.bytes == 99


def test_a_new_title_alone_uploads_nothing() -> None:
    file = a_file()
    plan = plan_of(
        file,
        state=replace(STATE, resources=(shown(file, name="Старе"),)),
        bindings={file.key: bound(file)},
    )
    assert acts_of(plan) == [(Act.DESCRIBE, "r1")]
    assert plan.files[0].changes == (Change("name", "Старе", "Зупинки"),)
    assert plan.bytes == 0


def test_ckan_s_own_spelling_of_a_format_is_no_difference() -> None:
    file = a_file(format="GeoJSON")
    state = replace(STATE, resources=(shown(file, format="GEOJSON"),))
    assert plan_of(file, state=state, bindings={file.key: bound(file)}).is_empty


def test_a_file_somebody_replaced_by_hand_is_sent_again() -> None:
    file = a_file()
    by_hand = replace(shown(file, hash=""), size=5)
    plan = plan_of(
        file,
        state=replace(STATE, resources=(by_hand,)),
        bindings={file.key: bound(file)},
    )
    assert acts_of(plan) == [(Act.REPLACE, "r1")]


def test_a_lost_hash_alone_is_written_again_without_the_file() -> None:
    file = a_file()
    state = replace(STATE, resources=(shown(file, hash=""),))
    plan = plan_of(file, state=state, bindings={file.key: bound(file)})
    assert acts_of(plan) == [(Act.DESCRIBE, "r1")]


def test_a_vanished_resource_is_made_again_under_its_own_id() -> None:
    file = a_file()
    assert acts_of(plan_of(file, bindings={file.key: bound(file)})) == [(Act.CREATE, "r1")]


def test_an_id_the_portal_refuses_gives_way_to_another() -> None:
    file = a_file()
    plan = plan_of(file, bindings={file.key: bound(file)}, refused_ids=("r1",))
    ((act, resource_id),) = acts_of(plan)
    assert act is Act.CREATE
    assert resource_id != "r1"
    third = plan_of(file, bindings={file.key: bound(file)}, refused_ids=("r1", resource_id))
    assert acts_of(third)[0][1] not in ("r1", resource_id)


def test_an_intent_whose_file_arrived_is_settled_and_not_repeated() -> None:
    file = a_file()
    plan = plan_of(
        file,
        state=replace(STATE, resources=(shown(file),)),
        bindings={file.key: bound(file, settled=False)},
    )
    assert acts_of(plan) == [(Act.SETTLE, "r1")]
    assert plan.bytes == 0


def test_an_intent_whose_file_did_not_arrive_is_repeated_under_the_same_id() -> None:
    file = a_file()
    bindings = {file.key: bound(file, "r9", settled=False)}
    assert acts_of(plan_of(file, bindings=bindings)) == [(Act.CREATE, "r9")]


def test_an_intent_to_replace_that_did_not_happen_is_repeated() -> None:
    old, new = a_file(), a_file(content="bb")
    plan = plan_of(
        new,
        state=replace(STATE, resources=(shown(old),)),
        bindings={new.key: bound(new, settled=False)},
    )
    assert acts_of(plan) == [(Act.REPLACE, "r1")]


def test_without_a_ledger_nothing_is_made_twice() -> None:
    file = a_file()
    made = plan_of(file).files[0].resource_id
    state = replace(STATE, resources=(shown(file, made),))
    assert acts_of(plan_of(file, state=state)) == [(Act.SETTLE, made)]


def test_what_is_none_of_ours_stays_and_is_shown() -> None:
    file = a_file()
    theirs = shown(a_file(title="Чуже"), "r7")
    state = replace(STATE, resources=(shown(file), theirs))
    plan = plan_of(file, state=state, bindings={file.key: bound(file)})
    assert plan.extra == (theirs,)
    assert plan.is_empty


# The order


def test_a_file_made_anew_goes_back_to_its_place() -> None:
    first, second, third = a_file("a"), a_file("b"), a_file("c")
    theirs = a_file(title="Чуже")
    state = replace(
        STATE,
        resources=(
            shown(first, "r1"),
            shown(third, "r3"),
            shown(theirs, "r9"),
            shown(second, "r2"),
        ),
    )
    known = {"a": bound(first, "r1"), "b": bound(second, "r2"), "c": bound(third, "r3")}
    assert plan_of(first, second, third, state=state, bindings=known).is_empty
    known["b"] = replace(known["b"], again=True)
    plan = plan_of(first, second, third, state=state, bindings=known)
    assert (plan.order, plan.is_empty) == (("r1", "r2", "r3", "r9"), False)
    assert lines_of(plan)[1] == "  ↕ повернути файли на їхні місця"


# For a person


def test_an_empty_plan_is_one_line() -> None:
    assert lines_of(plan_of()) == ("без змін",)


def test_a_plan_is_readable_as_a_difference() -> None:
    kept, old, new = a_file("a"), a_file("b"), a_file("b", content="bb", filename="b.csv")
    described = a_file("c", filename="c.csv")
    arrived = a_file("d", filename="d.csv")
    state = replace(
        STATE,
        fields={**STATE.fields, "title": "Старе"},
        resources=(
            shown(kept, "r1"),
            shown(old, "r2"),
            shown(described, "r3", name="Стара назва"),
            shown(arrived, "r4"),
            shown(a_file(title="Чуже"), "r7"),
        ),
    )
    plan = plan_of(
        kept,
        new,
        described,
        arrived,
        a_file("e", filename="e.csv"),
        state=state,
        bindings={
            "a": bound(kept, "r1"),
            "b": bound(old, "r2"),
            "c": bound(described, "r3"),
            "d": bound(arrived, "r4", settled=False),
        },
    )
    assert lines_of(plan) == (
        "документи: замінити 1, перейменувати 1, дописати в журнал, бо вже на порталі 1, "
        "додати 1, без змін 1; надіслати 2,8\u00a0КБ",
        "  · змінити запис набору",
        "      title: «Старе» → «Зупинки»",
        "  ~ b.csv «Зупинки»: замінити, 1,4\u00a0КБ",
        "  · c.csv «Зупинки»: перейменувати",
        "      name: «Стара назва» → «Зупинки»",
        "  ✓ d.csv «Зупинки»: дописати в журнал, бо вже на порталі",
        "  + e.csv «Зупинки»: додати, 1,4\u00a0КБ",
        "  = 1\u00a0файл без змін",
        "  ? Чуже: є на порталі, у випуску немає; лишиться",
    )


# What package_show says


def test_a_state_is_read_from_the_answer_of_package_show() -> None:
    assert read_state(
        {
            "id": "p1",
            "name": "stops",
            "private": True,
            "state": "active",
            "owner_org": "u1",
            "organization": {"id": "u1", "name": "city"},
            "extras": [{"key": "language", "value": "ua"}],
            "tags": [{"name": "рух", "display_name": "рух"}],
            "notes": None,
            "resources": [
                {"id": "r1", "url": "http://portal/r1", "size": "12", "name": "Н", "hash": None},
                {"id": "r2", "url": None, "size": None},
            ],
        }
    ) == PortalState(
        package_id="p1",
        private=True,
        deleted=False,
        fields={
            "id": "p1",
            "name": "stops",
            "private": "True",
            "state": "active",
            "owner_org": "u1",
        },
        extras={"language": "ua"},
        tags=frozenset({"рух"}),
        organization=frozenset({"u1", "city"}),
        resources=(
            PortalResource("r1", "http://portal/r1", 12, {**NO_FIELDS, "name": "Н"}),
            PortalResource("r2", "", None, NO_FIELDS),
        ),
    )


NO_FIELDS = dict.fromkeys(
    ("name", "description", "format", "mimetype", "hash", "resource_type"), ""
)
