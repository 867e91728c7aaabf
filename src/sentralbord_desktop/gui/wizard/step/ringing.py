"""The present candidate of a transfer step, and the possible answers; without Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sentralbord_desktop.domain.dates.clock import clock as wall_clock
from sentralbord_desktop.domain.dates.screen_time import said_at
from sentralbord_desktop.domain.inquiries.transfer_candidates import Candidate, to_ring
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.procedures.model import MISSED_DIGIT, NOBODY, TOOK, Step
from sentralbord_desktop.procedures.outcome import outcome_of
from sentralbord_desktop.procedures.recipients import target_label
from sentralbord_desktop.procedures.run import ProcedureRun
from sentralbord_desktop.procedures.templates import MISSING
from sentralbord_desktop.procedures.transfers import NOBODY_TO_RING, attempt_at, role_is_empty, targets_of

KEYWORD_SIGN = " · "
MISSED = ""
"""The act of «Svarte ikke, neste», which does not answer the step."""
NO_NUMBER = "Nummeret mangler i Katalog."


@dataclass(frozen=True)
class TransferAnswer:
    """`act` is the key of the answer, or MISSED."""

    act: str
    digit: str
    text: str
    hint: str = ""


@dataclass(frozen=True, repr=False)
class Ringing:
    """`is_away`: the server is away, so no status is confirmed; `is_short`: the short view."""

    run: ProcedureRun
    step: Step
    candidates: Sequence[Candidate]
    current: Candidate | None
    moment: datetime
    is_away: bool = False
    is_short: bool = False

    @property
    def following(self) -> Candidate | None:
        return next((c for c in to_ring(self.candidates) if c is not self.current), None)

    @property
    def brief(self) -> str:
        """«Ingunn Fjeldheim er oppsagt. Kan du ta samtalen?»; in the short view keywords, without unknown ones."""
        outcome, transfer = outcome_of(self.run), self.step.transfer
        if transfer is None:
            return ""
        if self.is_short and transfer.keywords:
            parts = outcome.filled(transfer.keywords).split(KEYWORD_SIGN)
            return KEYWORD_SIGN.join(part for part in parts if part and not MISSING.search(part))
        return f"«{outcome.filled(transfer.brief)}»" if transfer.brief else ""

    @property
    def spoken_brief(self) -> str:
        return f"Si til kollegaen: {self.brief.strip('«»')}" if self.brief else ""

    @property
    def no_candidate(self) -> str:
        """Why there is no candidate."""
        run, step = self.run, self.step
        target = next(iter(targets_of(run, step)), "")
        if role_is_empty(run, step):
            role = run.organisation.role(target.removeprefix("role:"))
            return f"Ingen har rollen {role.title.lower()}. Ta beskjed, så ordner administrasjonen resten."
        return f"Ingen står i Katalog som {target_label(target, run.organisation)}."

    @property
    def old_since(self) -> str:
        """«09.40», the newest statement about these people, when none is recent; else «»."""
        statuses = [c.status for c in self.candidates if c.status]
        if not statuses or any(status.is_confirmed for status in statuses):
            return ""
        return said_at(max(status.said for status in statuses), self.moment)

    @property
    def old_board(self) -> str:
        since = self.old_since
        return f"Tavla er ikke oppdatert siden {since}. Ring likevel." if since else ""

    @property
    def answers(self) -> Sequence[TransferAnswer]:
        """The answers in the order of the screen: 1, 2, the step's own, 0."""
        at, step, following = wall_clock(self.moment), self.step, self.following
        filled = outcome_of(self.run).filled
        rows: list[TransferAnswer] = []
        for choice in step.choices:
            digit = step.digit_of(choice)
            if choice.key == TOOK:
                if not role_is_empty(self.run, step):
                    called = attempt_at(self.current, at).called if self.current else ""
                    note = f"Merknaden får «satt over til {called} kl. {at}»" if called else ""
                    rows.append(TransferAnswer(TOOK, "1", choice.text, filled(choice.hint) or note))
                if following is not None:
                    text = f"Svarte ikke, neste: {following.name}"
                    rows.append(TransferAnswer(MISSED, MISSED_DIGIT, text, f"Tavla får «ringt {at}, ingen svar»"))
            elif choice.key == NOBODY:
                text = choice.text if following else "Svarte ikke, ingen flere å ringe"
                text = choice.text if step.transfer and step.transfer.external else text
                text = text if self.current else NOBODY_TO_RING
                rows.append(TransferAnswer(NOBODY, digit, text, filled(choice.hint)))
            else:
                rows.append(TransferAnswer(choice.key, digit, choice.text, filled(choice.hint)))
        return rows

    @property
    def spoken(self) -> str:
        """«1 av 3: Bergljot Lauvås, Distriktssekretær, avd. 4, 990 08 104. Ledig, meldt selv 13.58.»"""
        current = self.current
        if current is None:
            return self.no_candidate
        count, place = len(self.candidates), ""
        if count > 1 and current in self.candidates:
            place = f"{self.candidates.index(current) + 1} av {count}: "
        who = ", ".join(filter(None, (current.name, current.title, spoken_number(current.number))))
        fresh = ", ".join(filter(None, current.words(self.moment, is_away=self.is_away)))
        fresh = "" if says_who(current) else fresh
        missing = "" if current.number else NO_NUMBER
        return " ".join(filter(None, (f"{place}{who}.", missing, f"{fresh}." if fresh else "")))


def says_who(candidate: Candidate) -> bool:
    """Whether the title names the person on the loop, and nothing else is known."""
    return candidate.is_loop and candidate.status is None and not candidate.rung_at
