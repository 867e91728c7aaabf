"""Every word that is typed is in something a colleague can read, on each way (`tekst_borte`)."""

from collections.abc import Iterator

import pytest

from sentralbord_desktop.domain.inquiries.inquiry import Answer
from sentralbord_desktop.procedures.checks.lint import findings
from sentralbord_desktop.procedures.checks.path_faults import READ_BY_COLLEAGUES
from sentralbord_desktop.procedures.checks.paths import starting_points, ways
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.model import TIMES, StepRole
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.services.office import Services
from tests.helpers.calls import ready
from tests.helpers.procedure_files import Break, faults, only

ALL_BUT_TROUBLE = sorted(set(library().procedures) - {"trobbel"})
IN_COLUMNS = {StepRole.PHONE, StepRole.CALLER_NAME, StepRole.REPORTER, *TIMES}
"""Number, name and time of a callback and a call are columns, not text."""


def finished(category: str) -> Iterator[ProcedureRun]:
    for start in starting_points(library(), library().procedures[category]):
        for run in ways(start):
            if run.procedure.id == category:
                yield run


@pytest.mark.parametrize("category", ALL_BUT_TROUBLE)
def test_what_is_typed_can_be_read_in_the_finished_texts(category: str) -> None:
    """The check reads the files; here the texts themselves are read, with a word of its own in each answer."""
    for run in finished(category):
        given = dict(run.given)
        for step in run.procedure.steps:
            if step.field == "text" and step.id in given and given[step.id].text and step.role not in IN_COLUMNS:
                given[step.id] = Answer(text=f"Ord{step.id}")
        typed = ProcedureRun(library(), category, run.facts, run.organisation, given)
        read = " ".join(
            f"{a.subject} {a.text} {a.data}" for a in Outcome(typed).actions() if a.on and a.kind in READ_BY_COLLEAGUES
        )
        lost = [a.text for step, a in given.items() if a.text.startswith("Ord") and a.text not in read]
        assert lost == [], typed.given


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        (
            "nb/annet.yaml",
            'text: "Svart: {tema}{svaret_ord}"',
            'text: "Svart"',
            "annet.yaml, steg «tema»: tekst_borte, svaret kan ikke leses etterpå etter tema: … → videre: svart → svaret: ….",
        ),
        (
            "nb/annet.yaml",
            'text: "Til {over_til}: {tema}"',
            'text: "Videre: {tema}"',
            "annet.yaml, steg «over_til»: tekst_borte, svaret kan ikke leses etterpå etter "
            "tema: … → videre: over → over_til: … → sett_over: tok.",
        ),
        (
            "nb/media.yaml",
            'text: "Media: {journalist}, {redaksjon}. Spurte etter',
            'text: "Media: {journalist}. Spurte etter',
            "media.yaml, steg «redaksjon»: tekst_borte, svaret kan ikke leses etterpå etter bestemt: ja → ",
        ),
        (
            "nb/opplysninger.yaml",
            'label: "Mellomnavn", sets: middle_name}',
            'label: "Kallenavn"}',
            "opplysninger.yaml, steg «nytt_navn»: tekst_borte",
        ),
        (
            "nb/kurs.yaml",
            'text: "Spørsmål om kurs: {kurs}. {lurer_paa}"',
            'text: "Spørsmål om kurs"',
            "kurs.yaml, steg «lurer_paa»: tekst_borte",
        ),
    ],
)
def test_a_file_that_loses_what_is_typed_is_refused(broken: Break, file: str, old: str, new: str, found: str) -> None:
    category = file.removeprefix("nb/").removesuffix(".yaml")
    lines = faults(broken(file, old, new), category)
    assert any(line.startswith(found) for line in lines), lines


def test_a_form_is_in_the_record_only_where_the_call_changes_it(broken: Break) -> None:
    """The lines have `sets`, but nobody is registered while the department is unknown."""
    changed = broken("nb/innmelding.yaml", "Dette er oppgitt:\\n{personalia.utfylt}", "Se i registeret.")
    lines = faults(changed, *ALL_BUT_TROUBLE)
    assert any(line.startswith("innmelding.yaml, steg «personalia»: tekst_borte") for line in lines), lines


def test_an_optional_answer_must_be_readable_too(broken: Break) -> None:
    changed = broken(
        "nb/annet.yaml",
        "  - id: onsket_tid\n",
        '  - id: mer\n    ask: "Noe mer?"\n    optional: true\n    rules: [AN-1]\n    field: text\n  - id: onsket_tid\n',
    )
    assert any("annet.yaml, steg «mer»: tekst_borte" in line for line in faults(changed, "annet"))


def test_a_callback_without_an_owner_is_refused(broken: Break) -> None:
    changed = broken(
        "nb/forsikring.yaml",
        'id: ute_oppringing, kind: CALLBACK, to: "sloyfe:1"',
        'id: ute_oppringing, kind: CALLBACK, to: ""',
    )
    place = "forsikring.yaml, resultat «ute_oppringing»"
    assert f"{place}: oppringing_uten_eier, mangler «to», den som skal ringe." in faults(changed, "forsikring")


def test_a_suggestion_is_one_of_the_answers(broken: Break) -> None:
    changed = broken("nb/forsikring.yaml", "suggest: ny", "suggest: nyest")
    assert any("«suggest» skal være et av svarene" in line for line in faults(changed, "forsikring"))


def test_the_shipped_files_lose_nothing() -> None:
    small = only(library(), *ALL_BUT_TROUBLE)
    assert not [line for line in findings(small, default_organisation()) if "tekst_borte" in line]


def test_what_was_said_without_a_record_is_in_the_log_of_calls(services: Services) -> None:
    """AN-1: also in the list of calls, and the statistics count it as before."""
    services.inquiries.complete(ready(services, "annet", None, "parkering", "svart", number="41234567"))
    said = ("ja", "Gro Bakkerud", "VG", "Kari Nordmo", "oppgjør", "tok")
    services.inquiries.complete(ready(services, "media", None, *said, caller="media", number="22123456"))
    press, other = services.members.recent()[:2]
    assert other.outcome == "fullført: Svart: parkering"
    assert press.outcome == (
        "satt over til Gro Bakkerud: Media: Kari Nordmo, VG. Spurte etter Gro Bakkerud. Gjelder: oppgjør."
    )
    assert press.caller_name == "Kari Nordmo"
