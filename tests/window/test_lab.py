"""The lab of `dev.py ear` judges what it hears by its own limits; its trøbbel call is the one of the Windows lane."""

import os
import sys
from pathlib import Path

import pytest

from tests.helpers.ear.hearing import Heard, Result, day, x_name
from tests.helpers.ear.report import faults, transcript
from tests.helpers.ear.scenarios import SCENARIOS, TROBBEL, as_step
from tests.helpers.ear.voice import PAUSE_S, Utterance, is_sounding, utterances

ROOT = Path(__file__).parents[2]
LOG = (
    "10.0\tbegin\t7\tSteg 1. Si: Hva har skjedd?\n"
    "11.0\tbegin\t8\tSteg 2. Frist\n"
    "12.0\tend\t8\t\n"
    "13.0\tbegin\t9\tÅtte bokstaver som aldri ble hørt"
)
"""The first is cut by the second; the last line is being written."""


def whole(text: str) -> Utterance:
    return Utterance(1, 0.0, text, ended=1.0)


def heard(line: str, *spoken: Utterance) -> Heard:
    return Heard(as_step(line), spoken)


def test_what_was_begun_and_cut_is_not_heard_and_sounds_until_the_cut() -> None:
    first, second = utterances(LOG)
    assert (first.is_whole, first.seconds, second.is_whole) == (False, 1.0, True)
    assert second.seconds == pytest.approx(13 / 17 + PAUSE_S)
    assert heard("7 | Hva har skjedd", first, second).faults == ["ikke hørt: Hva har skjedd"]
    assert heard("7 | steg  2 · frist|dato", first, second).faults == []


def test_an_utterance_without_an_end_sounds_while_its_process_lives() -> None:
    assert is_sounding(Utterance(os.getpid(), 0.0, "Steg 1"))
    assert not is_sounding(whole("Steg 1"))


def test_silence_where_words_are_demanded_and_a_long_step_are_faults() -> None:
    assert heard("Ned |").faults == ["stille"]
    assert heard("F3 | -").faults == []
    assert heard("Ned | Fjeldheim").faults == ["stille", "ikke hørt: Fjeldheim"]
    assert heard("7 |", whole("e" * 338)).faults == ["20.0 s, lengre enn 20 s"]
    assert heard("7 |", whole("e" * 337)).faults == []


def test_a_call_that_is_too_long_as_a_whole_is_a_fault() -> None:
    steps = tuple(heard("7 |", whole("e" * 300)) for _ in range(11))
    assert Result(TROBBEL, steps[:10]).faults == []
    assert faults([Result(TROBBEL, steps)]) == ["trobbel · 196 s i alt, lengre enn 180 s"]


def test_a_date_is_read_as_the_day_it_is() -> None:
    assert heard("«-4» | {-4}", whole(f"torsdag {day(-4)}")).faults == []
    assert heard("«-4» | {-4}", whole("torsdag")).faults == [f"ikke hørt: {day(-4)}"]


def test_keys_are_written_as_on_the_screen() -> None:
    assert [x_name(key) for key in ("Enter", "Ctrl+Enter", "Shift+Mellomrom", "F4", "7", "Ctrl+komma", "Ctrl+K")] == [
        "Return",
        "ctrl+Return",
        "shift+space",
        "F4",
        "7",
        "ctrl+comma",
        "ctrl+k",
    ]


def test_the_transcript_has_each_key_with_what_was_heard_and_marks_what_was_cut() -> None:
    cut = Utterance(1, 0.0, "Steg 1", cut_at=0.2)
    text = transcript(Result(TROBBEL, (heard("7 | frist", cut, whole("Frist | onsdag")),)), "Orca 48.1.")
    assert "| 7 | 1.2 | ‹Steg 1› · Frist / onsdag |" in text


def test_the_call_is_the_one_that_the_windows_lane_types(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(ROOT / "packaging/windows"), *sys.path])
    from keyboard import CALLER, TROUBLE

    keys = [step.key for step in TROBBEL.steps]
    assert keys[0] == f"«{CALLER}»"
    typed = []
    for key in TROUBLE:
        typed += (
            [f"«{key[1:]}»", "Enter"]
            if key.startswith("=")
            else [{"Return": "Enter", "space": "Mellomrom"}.get(key, key)]
        )
    first = keys.index(TROUBLE[0])
    assert keys[first : first + len(typed)] == typed


def test_each_scenario_has_its_own_name() -> None:
    assert len({one.name for one in SCENARIOS}) == len(SCENARIOS)
