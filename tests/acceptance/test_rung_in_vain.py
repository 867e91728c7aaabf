"""Who was rung without taking the call is written where a colleague reads it, with the time."""

from typing import Any

import pytest

from tests.helpers.acceptance import action, press, take, text
from tests.helpers.union_calls import Said

NOT_FOUND: dict[str, Any] = {"caller": "ikke_funnet", "member": {}, "identity_confirmed": False}
UNASKED: dict[str, Any] = {"identity_confirmed": False}
OTHER_LOOP: dict[str, Any] = {"received_on": "sloyfe:1", "operator_loop": 1}
CANNOT_WAIT = ("type=tolkning", "sporsmal=Overtid?", "sloyfe2_ledig=ingen", "vente=nei", "avdeling=4")


@pytest.mark.parametrize(
    ("category", "answers", "template", "written"),
    [
        (
            "annet",
            ("tema=leie", "videre=over", "over_til=Gro Bakkerud", "sett_over=ingen", "onsket_tid=når som helst"),
            "N-CB",
            "om leie. Ringte Gro Bakkerud 10.00, svarte ikke.",
        ),
        ("forsikring", ("skade", "svarte=ingen", "ute_igjen=selv"), "N-UTE", "Ringte Skademelding 10.00, svarte ikke."),
        (
            "forsikring",
            ("sporsmal=purring_gf", "gf_type_purring=ny", "gf_ledig=ingen"),
            "N-GF-PURRING",
            "Ringte Lisa 10.00, svarte ikke. Lisa ikke tilgjengelig – ",
        ),
    ],
)
def test_the_note_has_who_was_rung(category: str, answers: tuple[Said, ...], template: str, written: str) -> None:
    assert written in text(take(category, *answers), template)


@pytest.mark.parametrize(
    ("category", "answers", "facts", "written"),
    [
        (
            "forsikring",
            ("sporsmal=skade", "svarte=ingen", "ute_igjen=selv"),
            UNASKED,
            "Ringte Skademelding 10.00, svarte ikke.",
        ),
        (
            "forsikring",
            ("sporsmal=purring_gf", "gf_type_purring=ny", "gf_ledig=ingen", "navn=Per Ås", "tlf=41234567"),
            NOT_FOUND,
            "om purring eller innbetaling på ny GF. Ringte Lisa 10.00, svarte ikke.",
        ),
        (
            "lov_avtale",
            (*CANNOT_WAIT, "samtykke_naer=ja", "naer_ledig=ingen", "tlf=41234567", "navn=Per Ås"),
            {**NOT_FOUND, **OTHER_LOOP},
            "Spørsmål: Overtid? Ringte sløyfe 2 10.00, svarte ikke. Nærliggende avdeling: Ingen å ringe.",
        ),
    ],
)
def test_where_there_is_no_note_the_log_has_who_was_rung(
    category: str, answers: tuple[Said, ...], facts: dict[str, Any], written: str
) -> None:
    run = take(category, *answers, **facts)
    assert run.current is None
    assert written in action(run, "LOG")["text"]


@pytest.mark.parametrize("after", [("beskjed=ingen",), ("beskjed=presse", "presse_ledig=tok")])
def test_who_said_no_to_the_press_was_rung_and_said_no(after: tuple[str, ...]) -> None:
    """MD-2. Whoever answered and declined is not said to have been away."""
    run = press("redaksjon=VG", "journalist=Kari Nordmo", "tema=oppgjør", "tar_samtalen=nei", *after)
    log = action(run, "LOG")["text"]
    assert "Spurte etter Gro Bakkerud. Ringte DS Gro Bakkerud 10.00, som sa nei. Gjelder: oppgjør." in log
    assert "svarte ikke" not in log
    again = run.answer("tar_samtalen", run.given["tar_samtalen"].model_copy(update={"attempts": ()}))
    assert len(again.given["tar_samtalen"].attempts) == 1, "the same no, answered again"


def test_whoever_rings_back_reads_whom_the_caller_wanted() -> None:
    """AN-1, X-5: the case handler was away, and loop 3 got «saken min» to ring about."""
    asked = ("tema=Saken min", "videre=over", "over_til=Gro Bakkerud", "sett_over=ingen", "onsket_tid=når som helst")
    assert action(take("annet", *asked), "CALLBACK")["text"] == "Saken min. Skulle til Gro Bakkerud"
    wish = ("tema=Saken min", "videre=ring", "onsket_tid=når som helst")
    assert action(take("annet", *wish), "CALLBACK")["text"] == "Saken min"
