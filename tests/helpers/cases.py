"""A table of calls: the facts, the answers by step, and what must come of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sentralbord_desktop.procedures.checks.simulate import report
from sentralbord_desktop.procedures.run import ProcedureRun
from tests.helpers.acceptance import action, actions, kinds, take, text
from tests.helpers.union_calls import Said

Parts = dict[str, str | tuple[str, ...]]
"""Where -> what is read there. A template is its text, «EMAIL.subject» a field of the first action of the kind."""


@dataclass(frozen=True)
class Call:
    """One call, and what must come of it."""

    answers: tuple[Said, ...]
    """«step=answer» to the step that is asked, «+step=answer» to one that is not."""
    given: dict[str, Any] = field(default_factory=dict)
    """Facts that differ from those of `take`."""
    asks: str | None = None
    """The step that is asked next; «» when nothing is left to ask."""
    does: tuple[str | tuple[str, str, str], ...] = ()
    """Kinds, templates or (kind, to, template) of actions that are on."""
    never: tuple[str | tuple[str, str, str], ...] = ()
    """The same, of actions that are not on."""
    only: tuple[str, ...] | None = None
    """The set of kinds that are on."""
    at_most: tuple[str, ...] | None = None
    exactly: tuple[str, ...] | None = None
    """The kinds that are on, in order."""
    equals: dict[str, Any] = field(default_factory=dict)
    says: Parts = field(default_factory=dict)
    lacks: Parts = field(default_factory=dict)
    begins: Parts = field(default_factory=dict)
    ends: Parts = field(default_factory=dict)
    holds: dict[str, Any] = field(default_factory=dict)
    """Where -> a member of the collection there."""


class Case:
    """What happens, the rules with the reason, and the calls that show it."""

    def __init__(self, situation: str, rules: str, *calls: Call) -> None:
        self.situation, self.rules, self.calls = situation, rules, calls


def situation(case: Case) -> str:
    """The id of a case."""
    return case.situation


def play(category: str, case: Case) -> None:
    """Play each call of the case, and compare."""
    for call in case.calls:
        compare(take(category, *call.answers, **call.given), call)


def compare(run: ProcedureRun, call: Call) -> None:
    done, there = actions(run), kinds(run)
    if call.asks is not None:
        assert (run.current.id if run.current else "") == call.asks
    for wanted in call.does:
        assert is_done(wanted, done), (wanted, done)
    for unwanted in call.never:
        assert not is_done(unwanted, done), (unwanted, done)
    assert call.only is None or set(there) == set(call.only), there
    assert call.at_most is None or set(there) <= set(call.at_most), there
    assert call.exactly is None or there == list(call.exactly)
    for where, value in call.equals.items():
        assert read(run, where) == value, where
    for where, member in call.holds.items():
        assert member in read(run, where), where
    for where, part in parts(call.says):
        assert part in read(run, where)
    for where, part in parts(call.lacks):
        assert part not in read(run, where)
    for where, part in parts(call.begins):
        assert read(run, where).startswith(part), read(run, where)
    for where, part in parts(call.ends):
        assert read(run, where).endswith(part), read(run, where)


def is_done(wanted: str | tuple[str, str, str], done: list[tuple[str, str, str]]) -> bool:
    """Whether an action is `wanted`, or has it as kind or as template."""
    return any(wanted in (one, one[0], one[2]) for one in done)


def parts(wanted: Parts) -> Iterator[tuple[str, str]]:
    for where, words in wanted.items():
        for part in (words,) if isinstance(words, str) else words:
            yield where, part


def read(run: ProcedureRun, where: str) -> Any:
    """What is at «I-CB» (the text of a template), «EMAIL.subject» (of an action) or «urgent» (of the report)."""
    if where in {"urgent", "spoken_deadline"}:
        return report(run)[where]
    kind, _, name = where.partition(".")
    return action(run, kind)[name] if name else text(run, where)
