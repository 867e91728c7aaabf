"""Completes inquiries as fast as it can until it is killed. Run by test_kill, not by pytest.

For each folder on standard input it forks: the parent says `pid N` and, when the child is dead,
`ended`; the child says `kept ID TEXT` after each answer that is kept and `done ID` after Fullfør.
"""

import os
import sys
from itertools import count
from pathlib import Path

from sentralbord_desktop.procedures.checks.simulate import answer_with
from sentralbord_desktop.procedures.loader import library
from sentralbord_desktop.services.office import Services
from tests.helpers import calls
from tests.helpers.registers import open_with_key


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def work(services: Services) -> None:
    (hit,) = services.members.search("204118")
    record = services.members.open(hit.id)
    for turn in count():
        stamp = os.getpid() * 1000 + turn
        phone, place = f"4{stamp % 10_000_000:07d}", f"Sted {stamp}"
        draft = services.inquiries.begin("opplysninger", member=record.member, identity=True)
        run = draft.run(services.inquiries.library, services.organisation.read())
        for said in ("kontaktinfo", {"phone": phone, "place": place}, "ja"):
            run = answer_with(run, said)
            half = f"{draft.id} {len(run.given)}"
            draft = draft.with_run(run).model_copy(update={"half_typed": {"felt": half}})
            services.parking.keep(draft, running=True)
            say(f"kept {half}")
        services.inquiries.complete(calls.reviewed(services, draft))
        say(f"done {draft.id}")


def main() -> None:
    library()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            work(open_with_key(Path(line.strip())))
        say(f"pid {child}")
        os.waitpid(child, 0)
        say("ended")


if __name__ == "__main__":
    main()
