"""docs/threat-model.md: every way in which a member's data reaches a person, against the code (PR-1, PR-4)."""

import re
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from sentralbord_desktop.domain.errors import NotAllowedError
from sentralbord_desktop.domain.imports.import_run import ImportRun
from sentralbord_desktop.domain.members.member import Member, Rectified
from sentralbord_desktop.domain.privacy.breaches import FACTS
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.members.members import add_member
from sentralbord_desktop.storage.tables import AccessRow
from tests.helpers import calls
from tests.helpers.doors import ASKED, knock, public_methods, sit
from tests.helpers.figures import Say, Tried

PAGE = Path(__file__).parents[2] / "docs" / "threat-model.md"
ROW = re.compile(r"^\| `(\w+\.\w+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
OURS = "sentralbord_desktop"

PEOPLE_HERE = {"Operator", "Instant", "Board", "OtherViewer"}
THE_ORGANISATION = {
    "Organisation",
    "Department",
    "Staff",
    "Role",
    "Target",
    "Course",
    "Employer",
    "Placement",
    "PostCodes",
    "OrganisationPreview",
    "ImportDone",
}
HOW_IT_IS_DONE = {
    "SendingSettings",
    "SendingReach",
    "SendingWorkstation",
    "Dialling",
    "SharedAddress",
    "ServerProbe",
    "Dialled",
    "ImportSource",
    "Trial",
}
COUNTS = {
    "Rescued",
    "ShiftHandover",
    "ImportRun",
    "RunOutcome",
    "Undoing",
    "StatisticsRow",
    "Backup",
    "FoundBackup",
    "Salvaged",
    "ErasureRow",
}
HARMLESS = PEOPLE_HERE | THE_ORGANISATION | HOW_IT_IS_DONE | COUNTS
"""Classes of ours that say nothing about a member. Every other that a service gives must be in the table."""
FILES = {
    "organisation.update_postcodes": "reads Posten's file",
    "organisation_files.preview": "reads the organisation's file",
    "organisation_files.export": "the organisation, no member",
    "backups.elsewhere": "looks in a folder",
    "backups.needs_words": "looks at a copy",
    "backups.restore": "asks for a copy, opened at the next start",
}
"""Methods that take a path and write nothing about members there."""


@dataclass(frozen=True)
class Way:
    role: str
    trail: str

    @property
    def roles(self) -> tuple[str, ...]:
        names = tuple(self.role.split(", "))
        known = ("operator", "avdeling", "vedlikehold", "personvern", "administrator")
        return names if all(name in known for name in names) else ()

    @property
    def logged(self) -> str:
        found = re.match(r"«(.+?)»", self.trail)
        return found[1] if found else ""


TABLE = {key: Way(role.strip(), trail.strip()) for key, _, role, trail in ROW.findall(PAGE.read_text("utf-8"))}


SHUT = Tried("R17", "{n} ways to a member's data, each tried without its role: refused")
LEFT = Tried("R17", "{n} ways to a member's data, each used: in the trail")


def parts(annotation: Any) -> Iterator[Any]:
    """The classes that stand in it, also inside list, tuple, Iterator, dict and |; what could be anything, as it is."""
    if annotation is Rectified:
        yield annotation
    elif inside := typing.get_args(annotation):
        for one in inside:
            yield from parts(one)
    else:
        yield annotation


def tells_of_members(annotation: Any) -> bool:
    for one in parts(annotation):
        if one is Any or isinstance(one, typing.TypeVar) or one is Rectified:
            return True
        if isinstance(one, type) and one.__module__.startswith(OURS) and one.__name__ not in HARMLESS:
            return True
    return False


def ways_in_the_code() -> set[str]:
    found = set()
    for method in public_methods():
        if method.function is None:
            continue
        hints = typing.get_type_hints(method.function)
        if tells_of_members(hints.pop("return", None)):
            found.add(method.key)
        if any(Path in parts(hint) for hint in hints.values()) and method.key not in FILES:
            found.add(method.key)
    return found


def test_what_tells_of_members_is_known_by_what_it_gives() -> None:
    """The walk's own control: it looks inside, and takes what it does not know for the worst."""
    yes = (
        Member,
        list[Member],
        dict[str, tuple[Member, ...]],
        Iterator[Member | None],
        Any,
        list[dict[str, Any]],
        Way.__class__ | Member,
    )
    no = (int, None, str, list[tuple[int, str]])
    assert [tells_of_members(one) for one in (*yes, *no)] == [True] * len(yes) + [False] * len(no)


@pytest.mark.figures("R17")
def test_every_way_to_a_members_data_is_in_the_table_and_no_other(figure: Say) -> None:
    there = {method.key for method in public_methods()}
    assert sorted(ways_in_the_code() - TABLE.keys()) == []
    assert sorted(TABLE.keys() - there) == []
    figure("R17", f"{len(TABLE)} ways to a member's data, each in the table of docs/threat-model.md")


@pytest.mark.figures("R17")
@pytest.mark.parametrize("key", [key for key, way in TABLE.items() if way.roles])
def test_a_way_is_shut_for_whoever_has_none_of_its_roles(services: Services, ingunn: Member, key: str) -> None:
    roles = TABLE[key].roles
    if key != "local_copy.open":  # there is none of a register on this PC: asked by `offline_queue.queue_access_log`
        assert set(roles) == set(ASKED[key])
    sit(services, "vedlikehold" if "operator" in roles or "vedlikehold" not in roles else "operator")
    with pytest.raises(NotAllowedError):
        knock(services, "offline_queue.queue_access_log" if key == "local_copy.open" else key)
    SHUT.one_more()


@pytest.mark.parametrize("key", [key for key, way in TABLE.items() if way.role == "none for others"])
def test_a_list_that_every_desk_reads_is_empty_for_whoever_reads_no_members(
    services: Services, ingunn: Member, key: str
) -> None:
    completed(services, ingunn)
    services.breaches.begin("Feil mottaker")
    shown = knock(services, key)
    assert shown or key == "unmatched_calls.all_unmatched"  # nobody rang without being found
    sit(services, "vedlikehold")
    assert knock(services, key) == []


# ---------------------------------------------------------------- what is logged


@dataclass(frozen=True)
class World:
    services: Services
    one: Member
    other: Member
    folder: Path

    @property
    def file(self) -> Path:
        """Guessed numbers, one of which is a member's."""
        file = self.folder / "gjettet.csv"
        file.write_text("medlemsnummer;fornavn\n204117;X\n204118;X\n204119;X\n", encoding="utf-8")
        return file

    def imported(self) -> ImportRun:
        self.services.member_imports.write(self.preview())
        return self.services.import_history.latest()[0]

    def preview(self) -> Any:
        return self.services.member_imports.preview(self.services.member_imports.read(self.file))


LOGGED: dict[str, Callable[[World], object]] = {
    "members.open": lambda w: w.services.members.open(w.one.id),
    "members.reread": lambda w: w.services.members.reread(w.one.id),
    "members.log_list": lambda w: w.services.members.log_list("kopi av rad: utboks", w.one.id),
    "inquiries.reopen": lambda w: w.services.inquiries.reopen(completed(w.services, w.one)),
    "inquiries.read_completed": lambda w: w.services.inquiries.read_completed(completed(w.services, w.one)),
    "member_imports.preview": lambda w: w.preview(),
    "member_imports.save_report": lambda w: w.services.member_imports.save_report(w.preview(), w.folder / "r.csv"),
    "member_imports.save_losses": lambda w: w.services.member_imports.save_losses(
        w.services.member_imports.read(w.file), w.preview(), w.folder / "rett.csv"
    ),
    "import_history.losses": lambda w: w.services.import_history.losses(w.imported()),
    "import_history.save_losses": lambda w: w.services.import_history.save_losses(w.imported(), w.folder / "tap.csv"),
    "member_imports.export_members": lambda w: w.services.member_imports.export_members(w.folder / "m.csv"),
    "member_imports.export_changes": lambda w: w.services.member_imports.export_changes(w.folder / "e.csv"),
    "member_imports.export_corrections": lambda w: w.services.member_imports.export_corrections(w.folder / "c.csv"),
    "duplicates.pairs": lambda w: w.services.duplicates.pairs(),
    "duplicates.like": lambda w: w.services.duplicates.like(
        {"first_name": "Ingunn", "last_name": "Fjeldheim", "birth_date": "14.03.1979"}
    ),
    "duplicates.both": lambda w: w.services.duplicates.both(w.one.id, w.other.id),
    "privacy.lookups": lambda w: w.services.privacy.lookups(number=w.one.number),
    "privacy.save_lookups": lambda w: w.services.privacy.save_lookups(w.folder / "s.csv", []),
    "privacy.subject": lambda w: w.services.privacy.subject(w.one.number),
    "privacy.gives_out": lambda w: w.services.privacy.gives_out(w.services.privacy.subject(w.one.number), "PDF"),
    "retention.preview": lambda w: w.services.retention.preview(),
    "breaches.begin": lambda w: w.services.breaches.begin("Feil mottaker"),
    "breaches.keep": lambda w: w.services.breaches.keep(w.services.breaches.begin("Feil"), {"what": "Feil mottaker"}),
    "breaches.reported": lambda w: w.services.breaches.reported(
        w.services.breaches.keep(w.services.breaches.begin("Feil"), dict.fromkeys(FACTS, "kjent"))
    ),
    "breaches.close": lambda w: w.services.breaches.close(
        w.services.breaches.keep(w.services.breaches.begin("Feil"), {"measures": "ingen risiko"})
    ),
    "statistics.save": lambda w: w.services.statistics.save(w.folder / "t.csv", [], "category"),
}
OF_ONE = frozenset(
    {
        "members.open",
        "members.reread",
        "members.log_list",
        "inquiries.reopen",
        "inquiries.read_completed",
        "duplicates.like",
        "duplicates.both",
        "privacy.lookups",
        "privacy.subject",
        "privacy.gives_out",
    }
)
"""What names the member in the row itself."""


@pytest.fixture
def world(services: Services, ingunn: Member, tmp_path: Path) -> World:
    with services.database.transaction() as session:
        twin = add_member(
            session,
            {
                "number": "204199",
                "first_name": "Ingunn",
                "last_name": "Fjeldheim",
                "birth_date": ingunn.birth_date,
                "phone": "+47 990 00 418",
                "department": 4,
                "status": "yrkesaktiv",
            },
            author="TEST",
            at=services.session.clock(),
            inquiry_id=None,
            source="import",
        )
    return World(services, ingunn, twin, tmp_path)


def completed(services: Services, member: Member) -> str:
    """The id of a call that was completed."""
    for draft in (calls.resignation(services, member), calls.dismissal(services, member)):
        services.inquiries.complete(draft)
    return services.inquiries.complete(calls.ring_back(services, member)).inquiry_id


def trail(services: Services) -> list[AccessRow]:
    with services.database.reading() as session:
        return list(session.exec(select(AccessRow).order_by(col(AccessRow.id))))


def test_every_way_that_says_it_is_logged_is_tried() -> None:
    assert sorted(key for key, way in TABLE.items() if way.logged) == sorted(LOGGED)


@pytest.mark.figures("R17")
@pytest.mark.parametrize("key", LOGGED)
def test_a_way_that_is_logged_leaves_who_and_whom(world: World, key: str) -> None:
    before = len(trail(world.services))
    LOGGED[key](world)
    rows = [row for row in trail(world.services)[before:] if row.what == TABLE[key].logged]
    assert rows
    assert {row.author for row in rows} == {"MH"}
    assert not (key in OF_ONE and world.one.id not in {row.member_id for row in rows})
    LEFT.one_more()


@pytest.mark.figures("R17")
def test_whom_a_preview_or_a_list_of_pairs_named_is_told_in_their_access_report(world: World, figure: Say) -> None:
    services, before = world.services, len(trail(world.services))
    world.preview()
    told = [(row.what, row.member_id, row.why) for row in trail(services)[before:]]
    assert told == [
        ("så over import", None, "gjettet.csv: 1 medlem: 204118"),
        ("sett i forhåndsvisning", world.one.id, "gjettet.csv"),
    ]
    services.duplicates.pairs()
    report = services.privacy.subject("204118").text
    assert "sett i forhåndsvisning" in report
    assert "sett som dobbelt registrert" in report
    assert "sett i forhåndsvisning" not in services.privacy.subject("204199").text
    everybody = [one.what for one in services.privacy.lookups()]
    assert "så over import" in everybody
    assert "sett i forhåndsvisning" not in everybody  # thousands of lines would hide the rest
    assert "sett i forhåndsvisning" in [one.what for one in services.privacy.lookups(number="204118")]
    figure(
        "R17",
        "preview of guessed numbers: whom it named is in the trail and in their access report",
        control="who was not named is not",
    )


@pytest.mark.figures("R17")
@pytest.mark.parametrize("roles", ["avdeling", "operator", "vedlikehold", "personvern"])
def test_a_file_of_guessed_numbers_shows_nobody_but_an_administrator_anything(
    world: World, roles: str, figure: Say
) -> None:
    table = world.services.member_imports.read(world.file)
    preview = world.preview()
    before = len(trail(world.services))
    sit(world.services, roles)
    for act in (
        lambda: world.services.member_imports.preview(table),
        lambda: world.services.member_imports.save_report(preview, world.folder / "rapport.csv"),
    ):
        with pytest.raises(NotAllowedError, match="Administrator"):
            act()
    assert not (world.folder / "rapport.csv").exists()
    assert [row.what for row in trail(world.services)[before:]] == ["ny person"]
    figure("R17", f"preview and report as {roles}: refused, no file")


@pytest.mark.figures("R17")
def test_one_who_is_only_of_a_department_sees_of_others_members_what_to_choose_by(world: World, figure: Say) -> None:
    """And the whole line of their own department's, and the whole record once it is opened, and logged."""
    world.services.inquiries.complete(calls.ring_back(world.services, world.one))
    (shown,) = [call for call in world.services.members.recent() if call.member_id == world.one.id]
    assert shown.number != ""
    sit(world.services, "avdeling")  # avd. 9
    hit = next(one for one in world.services.members.search("ingunn") if one.id == world.one.id)
    assert (hit.name, hit.number, hit.department) == (world.one.name, "204118", 4)
    assert (hit.phone, hit.employer, hit.birth_year, hit.why.fact) == ("", "", None, "")
    assert shown.id in [call.id for call in world.services.members.recent()]
    assert {call.number for call in world.services.members.recent()} == {""}
    own = world.services.session.operator.model_copy(update={"department": 4})
    world.services.session.switch_to(own)
    hit = next(one for one in world.services.members.search("ingunn") if one.id == world.one.id)
    assert (hit.employer, hit.birth_year) == ("Renhold Øst AS", 1979)
    figure(
        "R17",
        "search as another department: name, number and department",
        control="as one's own department: the whole line",
    )
