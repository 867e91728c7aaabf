"""What should not be written in a note is found, and what only looks like it is left alone (PR-3)."""

from pathlib import Path

import pytest

from sentralbord_desktop import procedures
from sentralbord_desktop.domain.privacy.sensitive_text import SensitiveError, check, look_for, without_numbers

NUMBER = "15108695088"
"""Made up, with right control digits."""


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        "151086 95088",
        "151086-95088",
        "fnr. 151086.95088.",
        f"født ({NUMBER})",
        "D-nummer 55108695071",
        "151086\u200b95088",
        "1510\u00ad86\u00ad95088",
        "151086\t95088",
        "151086\u206095088",
    ],
)
def test_a_number_with_right_control_digits_is_found_however_it_is_written(text: str) -> None:
    assert look_for(text).numbers


@pytest.mark.parametrize(
    "text",
    [
        "15108695077",
        "99000418",
        "+47 990 00 418",
        "faktura 12345678901",
        "1510869508",
        "151086950881",
        "konto 1234.56.78903",
        "15.10.86 kl. 09.50",
    ],
)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert not look_for(text).numbers


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hun er Sykmeldt, og gravid.", ("sykmeldt", "gravid")),
        ("uføretrygdet siden mai", ("uføretrygdet",)),
        ("sjukmeld med ryggsmerter", ("sjukmeld", "ryggsmerter")),
        ("har ADHD", ("adhd",)),
        ("er utbrent og langtidssyk", ("utbrent", "langtidssyk")),
        ("arbeidsufør etter kneoperasjonen", ("arbeidsufør", "kneoperasjonen")),
        ("har ryggplager og senebetennelse", ("ryggplager", "senebetennelse")),
        ("spurte i svangerskapet", ("svangerskapet",)),
        ("time hos psykiater, sendte legeattest", ("psykiater", "legeattest")),
        ("har smerte i ryggen", ("smerte",)),
        ("truer med å ta livet sitt", ("ta livet sitt",)),
        ("vil skade seg selv", ("skade seg selv",)),
        ("kan gjøre seg selv noe", ("gjøre seg selv noe",)),
        ("snakker om selvskading", ("selvskading",)),
    ],
)
def test_words_about_health_are_found_as_they_were_written(text: str, words: tuple[str, ...]) -> None:
    assert look_for(text).words == words
    assert words[0] in look_for(text).sentence


@pytest.mark.parametrize(
    "text",
    [
        "Arbeider på Sykehuset i Vestfold",
        "sykepleier i Hamar",
        "Kreftforeningen",
        "Legevakten Drift AS",
        "fikk brev om oppsigelse",
        "skademelding til LO Favør",
        "har skadet bilen selv",
        "vil gjøre seg selv til tillitsvalgt",
        "legg ved dokumentasjon",
        "gravide feil i",
    ],
)
def test_workplaces_and_ordinary_words_are_left_alone(text: str) -> None:
    assert look_for(text).words == (() if "gravide" not in text else ("gravide",))


def test_nothing_that_the_procedures_say_or_write_is_warned_about() -> None:
    root = Path(procedures.__file__).parent
    files = [*root.glob("nb/*.yaml"), *root.glob("texts/*.yaml")]
    assert len(files) > 15
    assert {
        f.name: look_for(f.read_text(encoding="utf-8")) for f in files if look_for(f.read_text(encoding="utf-8"))
    } == {}


def test_a_number_is_taken_out_without_a_hole() -> None:
    assert without_numbers(f"Ringte, fnr {NUMBER}, om ferie") == "Ringte, fnr, om ferie"
    assert without_numbers("  to  blanke og 15108695077 ") == "  to  blanke og 15108695077 "


def test_a_reason_lets_it_stand_and_blanks_are_none() -> None:
    check("om ferie", "")
    check("sykmeldt", "saken gjelder sykepengene")
    with pytest.raises(SensitiveError, match="handler om helse"):
        check("sykmeldt", "   ")


def test_neither_the_number_nor_the_word_is_in_a_repr() -> None:
    assert NUMBER not in repr(look_for(f"{NUMBER} sykmeldt"))
    assert "sykmeldt" not in repr(look_for("sykmeldt"))


@pytest.mark.parametrize(
    "written",
    [
        "140379 000 53",
        "140379\u00a000053",
        "14.03.79 \u2013 00053",
        "140379/00053",
        "140379 - 00053",
        "14 03 79 000 53",
        "12 140379 00053",
    ],
)
def test_a_birth_number_is_known_however_it_is_grouped(written: str) -> None:
    assert look_for(f"Født {written}.").numbers
    assert "00053" not in without_numbers(f"Født {written}.")
    assert "000 53" not in without_numbers(f"Født {written}.")
