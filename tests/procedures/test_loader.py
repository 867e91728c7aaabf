"""A wrong procedure file is refused; the error names file, step and answer."""

from pathlib import Path

import pytest

from sentralbord_desktop.domain.errors import ProcedureError
from sentralbord_desktop.procedures.loader import MAX_PROCEDURE_BYTES, default_organisation, library, read_library
from tests.helpers.procedure_files import Break

UT, TR, FELLES = "nb/utmelding.yaml", "nb/trobbel.yaml", "texts/felles.yaml"


def test_the_copy_is_read_exactly_as_what_is_shipped(procedure_files: Path) -> None:
    assert read_library(procedure_files) == library()
    assert len(library().procedures) == 13
    assert default_organisation().department(2).ks_first_contact


@pytest.mark.parametrize(
    ("file", "old", "new", "text"),
    [
        (UT, "id: utmelding", "id: utmeldinga", "utmelding.yaml: id «utmeldinga» og filnavnet må være like."),
        (UT, "    short: ", "    shorrt: ", "utmelding.yaml, steg «maate» shorrt: finnes ikke i formatet"),
        (
            UT,
            'ask: "Hvordan vil du sende det?"',
            "ask: 7",
            "utmelding.yaml, steg «maate» ask: skal være tekst (sett hermetegn rundt)",
        ),
        (UT, 'text: "Skjemaet på Min Side"', "tekst: ja", "utmelding.yaml, steg «maate» svar «min_side» text: mangler"),
        (
            UT,
            "strength: skal",
            "strength: burde",
            "utmelding.yaml, steg «maate» strength: har en verdi som ikke finnes",
        ),
        (UT, "key: har_adressen", "key: min_side", "utmelding.yaml, steg «maate»: to svar har samme nøkkel"),
        (
            UT,
            "kind: SMS",
            "kind: TELEGRAM",
            "utmelding.yaml, resultat «sms_adresse» kind: har en verdi som ikke finnes",
        ),
        (
            UT,
            "AWAIT_CONFIRMATION, when: {not: {any: [{identitet: nei}, {alt_ute: ja}, {er_medlem: nei}]}}",
            "AWAIT_CONFIRMATION, when: ja",
            "utmelding.yaml, resultat «venter» when: har feil form",
        ),
        (UT, "use: tredjepart", "use: fjerdepart", "utmelding.yaml: felles.yaml har ikke «fjerdepart» under outputs."),
        (UT, "use: identitet", "use: identiteten", "utmelding.yaml: felles.yaml har ikke «identiteten» under steps."),
        (UT, "loop: 1\n", "loop: en\n", "utmelding.yaml, loop: har feil form"),
        (UT, "title:", "tittel:", "utmelding.yaml, title: mangler"),
        (UT, "valid_from: 2026-12-01", "valid_from: 1. november", "utmelding.yaml, valid_from: har feil form"),
        (UT, "steps:\n", "steps: [\n", "utmelding.yaml, linje"),
        (
            UT,
            "switch: overforing_forbund",
            "switch: [a, b]",
            "utmelding.yaml, steg «maate» svar «annet_forbund» switch: ",
        ),
        (TR, "  - id: hendelse", "  - id: forste", "trobbel.yaml: to steg heter forste"),
        (
            TR,
            "    field: date\n",
            "    field: dato\n",
            "trobbel.yaml, steg «moete» field: har en verdi som ikke finnes",
        ),
        (TR, "matter: hendelse", "sak: hendelse", "trobbel.yaml, deadlines matter: mangler"),
        (FELLES, "    field: text", "    field: tekst", "steg «tlf» field: har en verdi som ikke finnes"),
        ("texts/frister.yaml", "weeks: 2", "weeks: to", "frister.yaml: weeks har feil form."),
        ("texts/frister.yaml", "source:", "kilde:", "frister.yaml: "),
        ("texts/regler.yaml", "- id: GE-2", "- nr: GE-2", "regler.yaml, id: mangler"),
        ("texts/maler.yaml", "body:", "tekst:", "maler.yaml, body: mangler"),
    ],
)
def test_the_error_names_the_file_the_step_and_the_answer(
    broken: Break, file: str, old: str, new: str, text: str
) -> None:
    with pytest.raises(ProcedureError) as caught:
        broken(file, old, new)
    assert text in str(caught.value)
    assert caught.value.__context__ is None or caught.value.__suppress_context__


def test_a_step_with_neither_answers_nor_a_field_is_refused(broken: Break) -> None:
    with pytest.raises(ProcedureError, match="steg «tlf»: steget har verken svar eller felt"):
        broken(FELLES, '    source: "fra medlemsbildet"\n    field: text\n  best_tid:', "    source: x\n  best_tid:")


@pytest.mark.parametrize("content", ["", "- a\n- b\n", "bare tekst", "42"])
def test_a_file_that_is_no_procedure_is_refused(procedure_files: Path, content: str) -> None:
    (procedure_files / "nb" / "kurs.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(ProcedureError, match=r"kurs\.yaml er ikke en prosedyre"):
        read_library(procedure_files)


def test_a_file_in_another_encoding_is_refused(procedure_files: Path) -> None:
    (procedure_files / UT).write_bytes((procedure_files / UT).read_bytes().decode().encode("latin-1", "replace"))
    with pytest.raises(ProcedureError, match=r"utmelding\.yaml kan ikke leses som YAML i UTF-8"):
        read_library(procedure_files)


def test_a_file_that_is_far_too_large_is_refused_before_it_is_parsed(procedure_files: Path) -> None:
    (procedure_files / UT).write_text("#" * (MAX_PROCEDURE_BYTES + 1), encoding="utf-8")
    with pytest.raises(ProcedureError, match="for stor"):
        read_library(procedure_files)


def test_a_file_that_nests_without_end_is_refused(procedure_files: Path) -> None:
    (procedure_files / UT).write_text("[" * 1000, encoding="utf-8")
    with pytest.raises(ProcedureError, match=r"utmelding\.yaml"):
        read_library(procedure_files)


def test_a_tag_that_would_run_code_is_refused(procedure_files: Path) -> None:
    text = (procedure_files / UT).read_text(encoding="utf-8")
    tag = '!!python/object/apply:os.system ["echo"]'
    (procedure_files / UT).write_text(text.replace('"Utmelding"', tag, 1), encoding="utf-8")
    with pytest.raises(ProcedureError, match=r"utmelding\.yaml"):
        read_library(procedure_files)


@pytest.mark.parametrize("name", ["felles", "maler", "regler", "frister"])
def test_a_missing_file_of_texts_is_named(procedure_files: Path, name: str) -> None:
    (procedure_files / "texts" / f"{name}.yaml").unlink()
    with pytest.raises(ProcedureError, match=f"Finner ikke {name}.yaml"):
        read_library(procedure_files)


def test_no_and_nei_are_words_and_not_false(broken: Break) -> None:
    """YAML 1.1 would read `nei`-like words as booleans; the files are YAML 1.2."""
    changed = broken(UT, "key: har_adressen", "key: no")
    step = changed.procedures["utmelding"].step("maate")
    assert step is not None
    assert step.choice("no") is not None


# ---------------------------------------------------------------- files of another shape than a procedure

BROKEN = [
    ("texts/maler.yaml", ""),
    ("texts/maler.yaml", "E-ME: bare tekst"),
    ("texts/regler.yaml", ""),
    ("texts/frister.yaml", "owner: noen"),
    ("texts/felles.yaml", "- a"),
    ("nb/annet.yaml", "steps: 5"),
    ("nb/annet.yaml", "- use: [a]"),
    ("nb/annet.yaml", ""),
    ("nb/annet.yaml", "id: [1"),
]


@pytest.mark.parametrize(("name", "content"), BROKEN)
def test_a_file_of_the_wrong_shape_is_refused_by_name(name: str, content: str, procedure_files: Path) -> None:
    (procedure_files / name).write_text(content, encoding="utf-8")
    with pytest.raises(ProcedureError, match=Path(name).name.replace(".", r"\.")):
        read_library(procedure_files)


@pytest.mark.parametrize("condition", ["{any: videre}", "{not: over}", "{all: [over]}", "{videre: {a: b}}"])
def test_a_condition_of_the_wrong_shape_names_file_and_step(condition: str, procedure_files: Path) -> None:
    file = procedure_files / "nb/annet.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("    when: {videre: over}", f"    when: {condition}"), encoding="utf-8")
    with pytest.raises(ProcedureError, match=r"annet\.yaml.*over_til"):
        read_library(procedure_files)
