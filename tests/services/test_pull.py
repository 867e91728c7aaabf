"""Members fetched over https without a person: whole or not at all, with the guards of an import by hand."""

import re
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from sentralbord_desktop.bootstrap import build
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.imports.register.change_limit import ChangeLimit
from sentralbord_desktop.domain.imports.sources.outcome import NOTHING_NEW, RunOutcome
from sentralbord_desktop.domain.imports.sources.source import ImportSource, read_source
from sentralbord_desktop.domain.progress import ImportCancelledError
from sentralbord_desktop.services.imports import remembered
from sentralbord_desktop.services.imports.sources import web
from sentralbord_desktop.services.imports.sources.examples import examples
from sentralbord_desktop.services.imports.sources.fetch import Fetched, fetch
from sentralbord_desktop.services.imports.sources.pull import AT_WORK, NO_SECRET
from sentralbord_desktop.services.imports.sources.settings import read_sources
from sentralbord_desktop.services.imports.sources.source_writer import PullRequest
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.sharing.transfer import give_rights
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.grants import ADMINISTRATORS, OPERATORS
from sentralbord_desktop.storage.imports import source_states
from sentralbord_desktop.storage.messages import secret_store
from sentralbord_desktop.storage.settings import save_setting, setting
from sentralbord_desktop.storage.sharing.transfer import MOVED
from tests.helpers.authority import Authority
from tests.helpers.import_files import member
from tests.helpers.member_api import TOKEN, MemberApi, Reply, csv_reply, json_reply, pages_of, person, serving
from tests.helpers.postgres import Cluster
from tests.helpers.server_desks import as_user, new_user

COLUMNS = {
    "id": "Medlemsnummer",
    "navn.fornavn": "Fornavn",
    "navn.etternavn": "Etternavn",
    "fodt": "Fødselsdato",
    "mobil": "Telefon",
    "status": "Status",
    "endret": "",
}
FIVE = [person(number) for number in range(1001, 1006)]
HEAD = "Medlemsnummer;Fornavn;Etternavn;Fødselsdato;Mobil;Status"


def source(api: MemberApi, **more: Any) -> ImportSource:
    return read_source(
        {
            "name": "Medlemssystemet",
            "kind": "https",
            "url": f"{api.url}/medlemmer",
            "headers": {"Authorization": "Bearer {hemmelighet}"},
            "rows": "data",
            "paging": {"way": "lenker", "next": "meta.next", "total": "meta.total"},
            "columns": COLUMNS,
            **more,
        }
    )


def csv_source(api: MemberApi, **more: Any) -> ImportSource:
    return source(api, **{"format": "fil", "paging": {}, "rows": "", "columns": {}, **more})


def saved(services: Services, one: ImportSource) -> ImportSource:
    services.import_sources.save(one, TOKEN)
    return one


def pulled(services: Services, request: PullRequest | None = None) -> RunOutcome:
    (outcome,) = services.pulls.pull("Medlemssystemet", request)
    return outcome


def refusal(services: Services) -> str:
    outcome = pulled(services)
    assert outcome.is_failed
    assert services.members.count() == 0
    return outcome.text


def test_every_page_comes_in_with_the_key_and_nested_fields(services: Services, member_api: MemberApi) -> None:
    member_api.answer = pages_of(FIVE)
    saved(services, source(member_api))
    outcome = pulled(services)
    assert (outcome.new, outcome.changed, outcome.is_failed) == (5, 0, False)
    kari = member(services, "1003")
    assert (kari.name, kari.phone, kari.status) == ("Kari1003 Lie", "99001003", "student")
    assert [asked.query.get("fra") for asked in member_api.asked] == [None, "2", "4"]
    assert {asked.headers["authorization"] for asked in member_api.asked} == {f"Bearer {TOKEN}"}
    (run,) = services.import_history.latest()
    assert (run.source, run.file, run.new, run.is_failed) == ("Medlemssystemet", "Medlemssystemet", 5, False)
    assert run.can_be_undone


@pytest.mark.parametrize("way", ["side", "peker", "hode"])
def test_the_other_ways_of_paging(services: Services, member_api: MemberApi, way: str) -> None:
    def answer(asked: Any) -> Reply:
        at = int(asked.query.get("p") or 1)
        rows = FIVE[2 * (at - 1) : 2 * at]
        following = str(at + 1) if 2 * at < len(FIVE) else None
        if way == "hode":
            link = {"Link": f'<{member_api.url}/medlemmer?p={following}>; rel="next"'} if following else {}
            return json_reply({"data": rows}, **link)
        return json_reply({"data": rows, "neste": following if way == "peker" else None})

    paging = {
        "side": {"way": "side", "query": "p"},
        "peker": {"way": "peker", "query": "p", "next": "neste"},
        "hode": {"way": "lenker"},
    }[way]
    member_api.answer = answer
    saved(services, source(member_api, paging=paging))
    assert pulled(services).new == 5


def test_what_was_read_is_not_read_again_while_the_etag_is_the_same(services: Services, member_api: MemberApi) -> None:
    line = "2001;Odd;Lie;01.02.1980;99000423;Student"

    def answer(asked: Any) -> Reply:
        if asked.headers.get("if-none-match") == '"v1"':
            return Reply(304)
        whole = csv_reply(HEAD, line)
        return Reply(200, whole.body, {"ETag": '"v1"'})

    member_api.answer = answer
    saved(services, csv_source(member_api))
    assert pulled(services).new == 1
    assert pulled(services).text == NOTHING_NEW
    assert [asked.headers.get("if-none-match") for asked in member_api.asked] == [None, '"v1"']
    assert pulled(services, PullRequest(from_start=True)).text == NOTHING_NEW
    assert member_api.asked[-1].headers.get("if-none-match") is None
    pulled(services)
    services.import_sources.save(csv_source(member_api, columns={"Mobil": ""}), before="Medlemssystemet")
    pulled(services)
    assert member_api.asked[-1].headers.get("if-none-match") is None, "it is read by another mapping"


def test_the_place_is_kept_only_once_it_is_written(services: Services, member_api: MemberApi) -> None:
    whole = csv_reply("Medlemsnummer;Fornavn", "2001;Odd")
    member_api.answer = lambda _: Reply(200, whole.body, {"ETag": '"v1"'})
    saved(services, csv_source(member_api))
    assert "Ingen kolonne er koblet til fødselsdato og telefon" in refusal(services)
    refusal(services)
    assert [asked.headers.get("if-none-match") for asked in member_api.asked] == [None, None]


CHANGES = {"is_whole": False, "watermark": {"query": "siden", "field": "endret"}}


def test_only_what_has_changed_is_asked_for(services: Services, member_api: MemberApi) -> None:
    member_api.answer = pages_of(FIVE)
    saved(services, source(member_api, **CHANGES))
    pulled(services)
    latest = max(one["endret"] for one in FIVE)
    member_api.answer = pages_of([])
    assert pulled(services).text == NOTHING_NEW
    member_api.answer = pages_of([{"id": 1001, "mobil": "+4740011222", "endret": "2026-03-01T00:00:00Z"}])
    assert pulled(services).changed == 1
    assert (member(services, "1001").phone, member(services, "1001").name) == ("40011222", "Kari1001 Lie")
    pulled(services)
    first_pages = [asked.query.get("siden") for asked in member_api.asked if "fra" not in asked.query]
    assert first_pages == [None, latest, latest, "2026-03-01T00:00:00Z"]


@pytest.mark.parametrize("year", ["9999-12-31T23:59:59+14:00", "2062-01-01T10:00:00", "2062-01-01"])
def test_a_time_that_has_not_been_hides_no_later_change(services: Services, member_api: MemberApi, year: str) -> None:
    member_api.answer = pages_of([*FIVE[:1], person(1002, endret=year)])
    saved(services, source(member_api, **CHANGES))
    pulled(services)
    member_api.answer = pages_of([])
    pulled(services)
    assert member_api.asked[-1].query["siden"] == FIVE[0]["endret"]


def test_a_watermark_that_was_kept_ahead_is_not_asked_from(services: Services, member_api: MemberApi) -> None:
    one = saved(services, source(member_api, **CHANGES))
    with services.database.transaction() as session:
        source_states.keep_place(session, one.name, one.fingerprint, "", "9999-12-31T23:59:59Z")
    member_api.answer = pages_of(FIVE[:2])
    assert pulled(services).new == 2
    assert "siden" not in member_api.asked[-1].query
    pulled(services)
    assert member_api.asked[-1].query["siden"] == FIVE[1]["endret"]


@pytest.mark.parametrize("zone", ["GMT", "-0000"])
def test_the_time_of_the_server_is_the_watermark_where_rows_have_none(
    services: Services, member_api: MemberApi, zone: str
) -> None:
    answer = pages_of(FIVE[:2])

    def dated(asked: Any) -> Reply:
        reply = answer(asked)
        return Reply(200, reply.body, {"Date": f"Mon, 05 Jan 2026 10:00:00 {zone}"})

    member_api.answer = dated
    saved(services, source(member_api, is_whole=False, watermark={"query": "siden"}))
    pulled(services)
    pulled(services)
    assert member_api.asked[-1].query["siden"] == "2026-01-05T10:00:00Z"
    assert services.members.count() == 2


def test_a_busy_server_is_asked_again_when_it_says(services: Services, member_api: MemberApi) -> None:
    waits: list[float] = []
    services.pulls.sleep = waits.append
    everything = json_reply({"data": FIVE, "meta": {"total": 5, "next": None}})
    member_api.replies(Reply(429, headers={"Retry-After": "7"}), Reply(503), everything)
    saved(services, source(member_api))
    assert pulled(services).new == 5
    assert waits == [7.0, web.WAIT_UNSAID]


@pytest.mark.parametrize("until", ["Fri, 31 Dec 9999 23:59:59 GMT", "9" * 5000], ids=["day", "seconds"])
def test_no_server_is_left_alone_for_good(services: Services, member_api: MemberApi, until: str) -> None:
    services.pulls.sleep = lambda _: None
    member_api.answer = lambda _: Reply(503, headers={"Retry-After": until, "Date": "Mon, 05 Jan 2026 10:00:00 GMT"})
    saved(services, source(member_api))
    assert refusal(services) == web.BUSY_NOW
    begun = services.session.clock()
    member_api.answer = pages_of(FIVE)
    services.session.clock = lambda: begun + timedelta(days=2)
    assert [outcome.new for outcome in services.pulls.daily()] == [5]


def test_a_server_that_stays_busy_is_left_alone_until_the_time_it_gave(
    services: Services, member_api: MemberApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    services.pulls.sleep = waits.append
    member_api.answer = lambda _: Reply(429, headers={"Retry-After": "7200"})
    saved(services, source(member_api))
    assert refusal(services) == web.BUSY_NOW
    assert waits == []
    assert services.pulls.daily() == [], "it asked for two hours"
    begun = services.session.clock()
    member_api.answer = pages_of(FIVE)
    services.session.clock = lambda: begun + timedelta(hours=3)
    assert [outcome.new for outcome in services.pulls.daily()] == [5]
    assert services.pulls.daily() == [], "once a day"
    member_api.answer = lambda _: Reply(429, headers={"Retry-After": "1"})
    assert pulled(services).text == web.BUSY_NOW
    assert waits == [1.0] * web.MAX_WAITS


WHOLE = json_reply({"data": FIVE, "meta": {"total": 5, "next": None}})


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply(200, WHOLE.body, WHOLE.headers, cut=40), web.CUT),
        (Reply(200, WHOLE.body[:-40], WHOLE.headers), "er ikke hel JSON"),
        (json_reply({"data": FIVE[:3], "meta": {"total": 5, "next": None}}), "det er 5 rader, og det kom 3"),
        (json_reply({"data": FIVE[:3], "meta": {"total": 5, "next": "/medlemmer?fra=3"}}), "går i ring"),
        (json_reply({"data": FIVE, "meta": {"total": 5, "next": "https://127.0.0.1:1/x"}}), "på en annen tjener"),
        (json_reply({"data": FIVE, "meta": {}}), "sier ikke hvor mange rader"),
        (json_reply({"data": [], "meta": {"total": 0}}), "har ingen rader"),
        (json_reply({"feil": "vent"}), "Fant ingen rader i svaret"),
        (Reply(302, headers={"Location": "https://127.0.0.1:1/"}), web.MOVED),
        (Reply(401), web.SECRET_WRONG),
        (Reply(404), web.NOT_THERE),
        (Reply(500), "en feil hos seg selv (500)"),
        (Reply(200, WHOLE.body, {"Content-Encoding": "gzip"}), web.PACKED),
    ],
)
def test_what_does_not_come_whole_is_not_written(
    services: Services, member_api: MemberApi, reply: Reply, sentence: str
) -> None:
    member_api.answer = lambda _: reply
    saved(services, source(member_api))
    assert sentence in refusal(services)
    (run,) = services.import_history.latest()
    assert (run.is_failed, run.can_be_undone) == (True, False)
    assert sentence in run.shown
    assert TOKEN not in run.shown


@pytest.mark.parametrize("onward", ["http://[side", "https://\u2100/", "?fra=\ud83d", "\x00"])
def test_an_address_of_the_next_page_that_is_none_is_one_sentence(
    services: Services, member_api: MemberApi, onward: str
) -> None:
    member_api.answer = lambda _: json_reply({"data": FIVE, "meta": {"total": 5, "next": onward}})
    saved(services, source(member_api))
    assert refusal(services).endswith(".")
    for way in ("peker", "lenker"):
        paging = {"way": way, "query": "p", "next": "meta.next"}
        services.import_sources.save(source(member_api, paging=paging), before="Medlemssystemet")
        assert refusal(services).endswith(".")


def test_a_page_in_the_middle_that_fails_takes_the_others_with_it(services: Services, member_api: MemberApi) -> None:
    pages = pages_of(FIVE)
    member_api.answer = lambda asked: Reply(500) if asked.query.get("fra") == "4" else pages(asked)
    saved(services, source(member_api))
    assert "(500)" in refusal(services)


def test_a_file_that_was_cut_is_not_read(services: Services, member_api: MemberApi) -> None:
    lines = (HEAD, *(f"{n};Kari{n};Lie;01.02.1980;990{n:05};Student" for n in range(1000, 1050)))
    saved(services, csv_source(member_api))
    member_api.answer = lambda _: csv_reply(*lines, cut=100)
    assert refusal(services) == web.CUT
    member_api.answer = lambda _: csv_reply(*lines, has_length=False)
    assert "sier ikke hvor lang filen er" in refusal(services)
    member_api.answer = lambda _: csv_reply(*lines)
    assert pulled(services).new == 50


def test_a_heading_that_the_mapping_has_and_the_answer_has_not_stops_it(
    services: Services, member_api: MemberApi
) -> None:
    renamed = [{("telefon" if key == "mobil" else key): value for key, value in one.items()} for one in FIVE]
    member_api.answer = pages_of(renamed)
    saved(services, source(member_api))
    assert "ingen kolonne som heter «mobil»" in refusal(services)


def test_a_certificate_that_is_not_known_is_not_trusted(
    services: Services, authority: Authority, trusted: None
) -> None:
    with serving(MemberApi(authority.unknown)) as api:
        saved(services, source(api))
        assert refusal(services) == web.NOT_TRUSTED
        assert api.asked == [], "the key was not sent"


@pytest.mark.parametrize("url", ["http://192.168.1.4/medlemmer", "http://medlem.example.no/", "ftp://x/", "medlem"])
def test_an_address_without_tls_is_no_source(url: str) -> None:
    with pytest.raises(SwitchboardError, match="https://"):
        read_source({"name": "X", "kind": "https", "url": url})
    assert read_source({"name": "X", "kind": "https", "url": "http://127.0.0.1:8/"}).origin == "http://127.0.0.1:8"


def test_corrections_stay_and_are_told(services: Services, member_api: MemberApi) -> None:
    member_api.answer = pages_of(FIVE)
    saved(services, source(member_api))
    pulled(services)
    services.members.change(member(services, "1001"), {"phone": "40011222"})
    outcome = pulled(services)
    assert outcome.text == f"{NOTHING_NEW} Venter på deg: 1 rettet her siden forrige fil."
    assert member(services, "1001").phone == "40011222"


def test_a_pull_that_touches_too_much_is_refused_until_somebody_says_so(
    services: Services, member_api: MemberApi
) -> None:
    member_api.answer = pages_of(FIVE)
    saved(services, source(member_api))
    pulled(services)
    member_api.answer = pages_of([*FIVE, *(person(number) for number in range(2000, 2100))], size=60)
    outcome = pulled(services)
    assert "legger til eller endrer 100 medlemmer, og registeret har 5 medlemmer. Grensen er 20 %." in outcome.text
    assert services.members.count() == 5
    assert pulled(services, PullRequest(limit=ChangeLimit(100, is_share=False))).new == 100


def test_a_backup_is_taken_before_what_came_is_written(services: Services, member_api: MemberApi) -> None:
    member_api.answer = pages_of(FIVE)
    saved(services, source(member_api))
    pulled(services)
    assert services.backups.found() == []
    member_api.answer = pages_of([*FIVE, person(1009)])
    pulled(services)
    assert [(one.why, one.members) for one in services.backups.found()] == [("import", 5)]


def test_what_waits_for_a_decision_is_told(services: Services, member_api: MemberApi) -> None:
    member_api.answer = pages_of(FIVE)
    saved(services, source(member_api))
    pulled(services)
    bad = [*FIVE[:4], person(1010, status="Ridder", fodt="31.02.1980"), {"navn": {"fornavn": "Uten"}}]
    member_api.answer = pages_of(bad, size=10)
    text = pulled(services).text
    assert "1 som mangler i det som kom" in text
    assert "1 rad som ikke kom inn" in text
    assert "2 felt som ikke kom inn" in text
    assert "1 ukjent ord" in text
    (newest, *_) = services.import_history.latest()
    assert (newest.text, newest.lost) == (text, 3)
    assert len(services.import_history.losses(newest)) == 3


def test_runs_that_end_alike_are_one_line(services: Services, member_api: MemberApi) -> None:
    member_api.answer = pages_of(FIVE)
    saved(services, source(member_api))
    assert [pulled(services).is_news for _ in range(3)] == [True, True, False]
    member_api.answer = lambda _: Reply(401)
    assert [pulled(services).is_news for _ in range(3)] == [True, False, False]
    shown = [(run.is_failed, run.new, run.text) for run in services.import_history.latest()]
    assert shown == [(True, 0, web.SECRET_WRONG), (False, 0, NOTHING_NEW), (False, 5, "")]


def test_a_failure_is_told_once_in_the_daily_round(services: Services, member_api: MemberApi) -> None:
    member_api.answer = lambda _: Reply(401)
    saved(services, source(member_api))
    with pytest.raises(SwitchboardError, match="godtar ikke nøkkelen"):
        services.pulls.daily()
    assert [outcome.is_failed for outcome in services.pulls.daily()] == [True]
    assert len(services.import_history.latest()) == 1


def test_a_source_that_falls_stops_no_other_in_the_daily_round(
    services: Services, member_api: MemberApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    member_api.answer = pages_of(FIVE)
    saved(services, source(member_api, name="Arkivet"))
    saved(services, source(member_api))

    def fall(source: ImportSource, *rest: Any, **more: Any) -> Fetched:
        if source.name == "Arkivet":
            raise ZeroDivisionError
        return fetch(source, *rest, **more)

    monkeypatch.setattr("sentralbord_desktop.services.imports.sources.pull.fetch", fall)
    with pytest.raises(ZeroDivisionError):
        services.pulls.daily()
    assert services.members.count() == 5


def test_a_pull_is_undone_as_an_import_and_a_failed_one_cannot_be(services: Services, member_api: MemberApi) -> None:
    member_api.answer = pages_of(FIVE)
    saved(services, source(member_api))
    pulled(services)
    member_api.answer = lambda _: Reply(401)
    pulled(services)
    failed, done = services.import_history.latest()
    services.import_history.undo(done)
    assert services.members.count() == 0
    with pytest.raises(SwitchboardError, match="ingenting å angre"):
        services.import_history.undo(failed)


def test_the_key_goes_to_the_server_it_was_written_for(services: Services, member_api: MemberApi) -> None:
    saved(services, source(member_api))
    elsewhere = source(member_api, url="https://127.0.0.1:1/medlemmer")
    services.import_sources.save(elsewhere, before="Medlemssystemet")
    assert services.import_sources.secret(elsewhere) == ""
    assert refusal(services) == NO_SECRET
    assert services.pulls.daily() == [], "another PC has the key"


def test_the_key_is_in_the_keyring(
    services: Services, member_api: MemberApi, vault: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secret_store, "keyring_backend", lambda: object())
    saved(services, source(member_api))
    (kept,) = vault.values()
    assert TOKEN in kept
    with services.database.reading() as session:
        assert TOKEN not in str([setting(session, key) for key in ("import.kilder", "hemmeligheter")])
    member_api.answer = pages_of(FIVE)
    assert pulled(services).new == 5


def test_one_workstation_at_a_time_is_at_a_source(services: Services, member_api: MemberApi) -> None:
    member_api.answer = pages_of(FIVE)
    saved(services, source(member_api))
    with services.database.transaction() as session:
        assert source_states.claim(session, "Medlemssystemet", services.session.clock())
    with pytest.raises(SwitchboardError, match=AT_WORK):
        pulled(services)
    assert services.pulls.daily() == []
    now = services.session.clock()
    services.session.clock = lambda: now + source_states.CLAIM_LASTS * 2
    assert pulled(services).new == 5


@pytest.mark.parametrize("left", ["a claim", "a time to wait for"])
def test_what_was_left_by_a_clock_that_was_wrong_stops_no_source(
    services: Services, member_api: MemberApi, left: str
) -> None:
    """A program that was killed while the year was 2027, or a server that was busy then."""
    saved(services, source(member_api))
    moment = services.session.clock()
    with services.database.transaction() as session:
        source_states.claim(session, "Medlemssystemet", moment + timedelta(days=365))
        if left != "a claim":
            source_states.release(session, "Medlemssystemet", done=None, not_before=moment + timedelta(days=365))
    member_api.answer = pages_of(FIVE)
    assert [outcome.new for outcome in services.pulls.daily()] == [5]


def test_a_pull_that_is_cancelled_changes_nothing(services: Services, member_api: MemberApi) -> None:
    stop, pages = Event(), pages_of(FIVE)

    def answer(asked: Any) -> Reply:
        if asked.query.get("fra") == "2":
            stop.set()
        return pages(asked)

    member_api.answer = answer
    saved(services, source(member_api))
    with pytest.raises(ImportCancelledError):
        pulled(services, PullRequest(cancel=stop))
    assert services.members.count() == 0
    assert services.import_history.latest() == []
    assert pulled(services).new == 5, "it is free again"


def test_a_trial_shows_columns_and_counts_and_writes_nothing(services: Services, member_api: MemberApi) -> None:
    member_api.answer = pages_of(FIVE)
    trial = services.pulls.try_out(source(member_api), TOKEN)
    assert len(member_api.asked) == 1
    assert (trial.rows, trial.is_part, trial.unread) == (2, True, ("endret",))
    assert ("navn.fornavn", "Fornavn") in trial.read
    assert not any("Kari" in line or "990" in line for line in trial.lines)
    assert services.members.count() == 0
    assert services.import_history.latest() == []
    assert services.import_sources.read() == []


def test_a_preview_writes_nothing_and_keeps_no_place(services: Services, member_api: MemberApi) -> None:
    member_api.answer = pages_of(FIVE)
    saved(services, source(member_api))
    previews = []
    request = PullRequest(is_preview=True, show=lambda _, preview: previews.append(preview.summary))
    assert pulled(services, request).new == 5
    assert services.members.count() == 0
    assert services.import_history.latest() == []
    assert previews == ["5 nye, 0 endres, 0 er like, 0 kommer ikke inn"]
    with services.database.reading() as session:
        assert setting(session, remembered.COLUMNS) == {}, "the mapping of a source is no choice for other files"
    member_api.answer = lambda _: Reply(401)
    with pytest.raises(web.PullError):
        pulled(services, request)


def test_a_source_is_renamed_replaced_and_taken_away(services: Services, member_api: MemberApi, tmp_path: Path) -> None:
    first = saved(services, source(member_api))
    folder = read_source({"name": "Mappe", "kind": "mappe", "folder": str(tmp_path)})
    services.import_sources.save(folder)
    with pytest.raises(SwitchboardError, match="heter det samme"):
        services.import_sources.save(folder.model_copy(update={"name": "medlemssystemet"}), before="Mappe")
    renamed = first.model_copy(update={"name": "Nytt"})
    services.import_sources.save(renamed, before="Medlemssystemet")
    assert [one.name for one in services.import_sources.read()] == ["Nytt", "Mappe"]
    assert (services.import_sources.secret(renamed), services.import_sources.secret(first)) == (TOKEN, "")
    services.import_sources.remove("Nytt")
    assert services.import_sources.secret(renamed) == ""
    assert [one.name for one in services.import_sources.read()] == ["Mappe"]
    with pytest.raises(SwitchboardError, match="Ingen kilde heter det"):
        services.pulls.pull("Nytt")


def test_a_register_that_was_moved_to_a_server_pulls_nothing(services: Services, member_api: MemberApi) -> None:
    saved(services, source(member_api))
    with services.database.transaction() as session:
        save_setting(session, MOVED, {"at": services.session.clock().isoformat(), "to": "tjener/medlemmer"})
    assert services.pulls.daily() == []
    with pytest.raises(SwitchboardError, match="ble flyttet til tjener/medlemmer"):
        pulled(services)
    assert member_api.asked == []


# ---------------------------------------------------------------- the worked examples

DOC = Path(__file__).parents[2] / "docs/import-uten-person.md"
PAGE_1 = {
    "memberNo": "204118",
    "name": {"first": "Ingunn", "last": "Fjeldheim"},
    "birthDate": "1979-03-14",
    "mobile": "+4799000418",
    "department": 4,
    "status": "Yrkesaktiv",
    "updatedAt": "2026-11-28T21:10:00Z",
}


def test_the_examples_of_the_doc_are_those_that_fill_in_the_form() -> None:
    found = re.findall(r"```toml\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)
    assert read_sources(found[0]) == examples()
    assert [one.kind for one in read_sources(found[1])] == ["mappe"]


def test_the_worked_examples_work(services: Services, member_api: MemberApi) -> None:
    as_json, as_csv = (
        one.model_copy(update={"url": one.url.replace("https://medlem.eksempel.no", member_api.url)})
        for one in examples()
    )
    passive = {**PAGE_1, "memberNo": "0204119", "status": "Passiv", "updatedAt": "2026-11-29T01:00:00Z"}

    def answer(asked: Any) -> Reply:
        assert asked.headers["authorization"] == f"Bearer {TOKEN}"
        if "cursor" in asked.query:
            return json_reply({"data": [passive], "meta": {"total": 2, "next": None}})
        return json_reply({"data": [PAGE_1], "meta": {"total": 2, "next": "/api/v1/members?cursor=eyJ"}})

    member_api.answer = answer
    services.import_sources.save(as_json, TOKEN)
    (outcome,) = services.pulls.pull(as_json.name)
    assert (outcome.new, outcome.text) == (1, "Venter på deg: 1 ukjent ord, 1 ny utmeldt.")  # avd. 4 is in no catalogue
    assert member(services, "204118").department == 4
    services.pulls.pull(as_json.name)
    assert member_api.asked[-2].query["updated_since"] == "2026-11-29T01:00:00Z"
    lines = ("Medl.nr;Fornavn;Etternavn;F.dato;Mobil", "2001;Odd;Lie;01.02.1980;99000423")
    member_api.answer = lambda _: csv_reply(*lines)
    services.import_sources.save(as_csv, TOKEN)
    assert services.pulls.pull(as_csv.name)[0].new == 1
    assert member_api.asked[-1].headers["x-api-key"] == TOKEN


def test_an_administrator_of_a_server_pulls_with_no_more_than_the_rights_of_one(
    cluster: Cluster, member_api: MemberApi, tmp_path: Path
) -> None:
    url = cluster.url(name := cluster.new_database("template0"))
    owner = build(Database.server(url), tmp_path, os_user="eier")
    owner.session.update(name="Eier", initials="EI")
    give_rights(url)
    new_user(cluster, url, "henter", "EI", group=ADMINISTRATORS)
    cluster._sql(f"GRANT {OPERATORS} TO henter")
    one = build(Database.server(as_user(url, "henter")), tmp_path / "pult", os_user="eier")
    member_api.answer = pages_of(FIVE)
    saved(one, source(member_api))
    assert pulled(one).new == 5
    assert pulled(one).text == NOTHING_NEW
    assert pulled(one).is_news is False
    one.import_sources.remove("Medlemssystemet")
    one.close()
    owner.close()
    cluster.drop(name)
