"""Fullfør: a dismissal with every output on, against a bare commit on the same encrypted file."""

import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from benchmarks.registers import MEMBERS, filled, open_practice
from benchmarks.table import Row, Table, many, percentile
from sentralbord_desktop.domain.inquiries.inquiry import Action
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.procedures.checks.simulate import answer_with
from sentralbord_desktop.services.drafts import Draft, reviewed
from sentralbord_desktop.services.office import Services
from tests.helpers.members import by_number

COMPLETIONS = 200
MAX_MS = 100.0
ANSWERS = {
    "hendelse": "oppsagt",
    "forste": "nei",
    "mottatt": "-2",
    "forhandling": "ikke_holdt",
    "onske": "jobb",
    "ansatt": "ingen",
    "formfeil": "ingen",
    "oppsigelsestid": "vet_ikke",
    "tillitsvalgt": "nei",
    "stemmer": "ja",
    "sloyfe2_ledig": "ingen",
    "ds_ledig": "ingen",
    "samtykke_naer": "nei",
    "tlf": "99000418",
    "er_medlem": "ja",
}
"""Dismissed two days ago, no officer is free: e-mail, note, callback, SMS, and it is urgent."""


def measure(folder: Path) -> Table:
    services = open_practice(filled(folder))
    try:
        drafts = list(islice(all_on(services), COMPLETIONS))
        kinds = sorted({action.kind for action in actions_on(services, drafts[0])})
        ours, bare = timed(services, drafts)
    finally:
        services.close()
    rows = [
        Row(f"p{share}", percentile(ours, share / 100), "ms", percentile(bare, share / 100), MAX_MS)
        for share in (50, 95)
    ]
    rows.append(Row("slowest", max(ours), "ms", max(bare)))
    notes = [f"The inquiry leaves: {', '.join(kinds)}."]
    return Table(
        f"complete: Fullfør, {COMPLETIONS} inquiries, {many(MEMBERS)} members",
        "one bare commit of one row on the same encrypted file, in turn with ours",
        rows,
        notes,
    )


def all_on(services: Services) -> Iterator[Draft]:
    """Dismissals of different members, answered and reviewed, with what may be left out too."""
    for number in numbers(services):
        member = by_number(services, number)
        if member is None or not member.department:
            continue
        draft = answered(services, member)
        actions = actions_on(services, draft)
        review = Review(
            said=tuple(action.id for action in actions if action.must_be_said),
            on={action.id: True for action in actions},
        )
        yield draft.model_copy(update={"review": review})


def numbers(services: Services) -> Iterator[str]:
    with services.database.reading() as session:
        found = session.connection().exec_driver_sql("SELECT number FROM member WHERE id % 97 = 1")
        yield from [row[0] for row in found]


def answered(services: Services, member: Member) -> Draft:
    draft = services.inquiries.begin("trobbel", member=member, identity=True)
    run = draft.run(services.inquiries.library, services.organisation.read())
    while run.current is not None:
        run = answer_with(run, ANSWERS[run.current.id])
    return draft.with_run(run)


def actions_on(services: Services, draft: Draft) -> tuple[Action, ...]:
    run = draft.run(services.inquiries.library, services.organisation.read())
    return reviewed(run, draft.review)


def timed(services: Services, drafts: Sequence[Draft]) -> tuple[list[float], list[float]]:
    ours, bare = [], []
    connection = services.database.engine.raw_connection()
    try:
        connection.cursor().execute("CREATE TABLE bare_commit (text TEXT)")
        for draft in drafts:
            begun = time.perf_counter()
            services.inquiries.complete(draft)
            ours.append((time.perf_counter() - begun) * 1000)
            begun = time.perf_counter()
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("INSERT INTO bare_commit VALUES (?)", (draft.id,))
            cursor.execute("COMMIT")
            bare.append((time.perf_counter() - begun) * 1000)
    finally:
        connection.close()
    return ours, bare
