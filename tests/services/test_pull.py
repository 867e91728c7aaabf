"""Members fetched over https without a person: the whole file or nothing, with the guards of an import by hand."""

import re
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from sentralbord_desktop.bootstrap import build
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.imports.doubt import ChangeLimit
from sentralbord_desktop.domain.imports.import_run import NOTHING_NEW, RunOutcome
from sentralbord_desktop.domain.imports.source import ImportSource, read_source
from sentralbord_desktop.domain.progress import ImportCancelledError
from sentralbord_desktop.services.imports import mapping
from sentralbord_desktop.services.imports import source_web as web
from sentralbord_desktop.services.imports.pull import AT_WORK, NO_SECRET, PullRequest
from sentralbord_desktop.services.imports.source_settings import examples, read_sources
from sentralbord_desktop.services.imports.source_web import Fetched, fetch
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.sharing.transfer import give_rights
from sentralbord_desktop.storage import secret_store
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.engine.grants import ADMINISTRATORS, OPERATORS
from sentralbord_desktop.storage.imports import source_states
from sentralbord_desktop.storage.settings import save_setting, setting
from sentralbord_desktop.storage.sharing.transfer import MOVED
from tests.helpers.authority import Authority
from tests.helpers.import_files import good_xlsx, member, xlsx
from tests.helpers.member_api import HEAD, TOKEN, XLSX, MemberApi, Reply, csv_reply, file_of, person, serving
from tests.helpers.postgres import Cluster
from tests.helpers.server_desks import as_user, new_user

NAME = "Medlemssystemet"
FIVE = [person(number) for number in range(1001, 1006)]


def source(api: MemberApi, **more: Any) -> ImportSource:
    headers = {"Authorization": "Bearer {hemmelighet}"}
    return read_source({"name": NAME, "kind": "https", "url": f"{api.url}/medlemmer", "headers": headers, **more})


@pytest.fixture
def api(services: Services, member_api: MemberApi) -> MemberApi:
    """A server that answers with five members, and is asked by a source that is saved with its key."""
    member_api.replies(file_of(FIVE))
    services.import_sources.save(source(member_api), TOKEN)
    return member_api


def pulled(services: Services, request: PullRequest | None = None) -> RunOutcome:
    (outcome,) = services.pulls.pull(NAME, request)
    return outcome


def refusal(services: Services) -> str:
    outcome = pulled(services)
    assert outcome.is_failed
    assert services.members.count() == 0
    return outcome.text


def test_a_file_comes_in_with_the_key(services: Services, api: MemberApi) -> None:
    outcome = pulled(services)
    assert (outcome.new, outcome.changed, outcome.is_failed) == (5, 0, False)
    kari = member(services, "1003")
    assert (kari.name, kari.phone, kari.status) == ("Kari1003 Lie", "99001003", "student")
    assert [asked.headers["authorization"] for asked in api.asked] == [f"Bearer {TOKEN}"]
    (run,) = services.import_history.latest()
    assert (run.source, run.file, run.new, run.is_failed, run.can_be_undone) == (NAME, NAME, 5, False, True)


def test_what_was_read_is_not_read_again_while_the_etag_is_the_same(services: Services, api: MemberApi) -> None:
    whole = file_of(FIVE, etag='"v1"')
    api.answer = lambda asked: Reply(304) if asked.headers.get("if-none-match") == '"v1"' else whole
    assert pulled(services).new == 5
    assert pulled(services).text == NOTHING_NEW
    assert [asked.headers.get("if-none-match") for asked in api.asked] == [None, '"v1"']
    assert pulled(services, PullRequest(from_start=True)).text == NOTHING_NEW
    assert api.asked[-1].headers.get("if-none-match") is None
    pulled(services)
    services.import_sources.save(source(api, columns={"Mobil": "Telefon"}), before=NAME)
    pulled(services)
    assert api.asked[-1].headers.get("if-none-match") is None, "it is read by another mapping"


def test_the_place_is_kept_only_once_it_is_written(services: Services, api: MemberApi) -> None:
    api.replies(csv_reply("Medlemsnummer;Fornavn", "2001;Odd", etag='"v1"'))
    assert "Ingen kolonne er koblet til fødselsdato og telefon" in refusal(services)
    refusal(services)
    assert [asked.headers.get("if-none-match") for asked in api.asked] == [None, None]


def test_a_file_of_changes_without_rows_is_nothing_new(services: Services, member_api: MemberApi) -> None:
    member_api.replies(file_of([]))
    services.import_sources.save(source(member_api, is_whole=False), TOKEN)
    assert pulled(services).text == NOTHING_NEW


def test_a_busy_server_is_asked_again_when_it_says(services: Services, api: MemberApi) -> None:
    waits: list[float] = []
    services.pulls.sleep = waits.append
    api.replies(Reply(429, headers={"Retry-After": "7"}), Reply(503), file_of(FIVE))
    assert pulled(services).new == 5
    assert waits == [7.0, web.WAIT_UNSAID]


@pytest.mark.parametrize("until", ["Fri, 31 Dec 9999 23:59:59 GMT", "9" * 5000], ids=["day", "seconds"])
def test_no_server_is_left_alone_for_good(services: Services, api: MemberApi, until: str) -> None:
    services.pulls.sleep = lambda _: None
    api.replies(Reply(503, headers={"Retry-After": until, "Date": "Mon, 05 Jan 2026 10:00:00 GMT"}))
    assert refusal(services) == web.BUSY_NOW
    begun = services.session.clock()
    api.replies(file_of(FIVE))
    services.session.clock = lambda: begun + timedelta(days=2)
    assert [outcome.new for outcome in services.pulls.daily()] == [5]


def test_a_server_that_stays_busy_is_left_alone_until_the_time_it_gave(services: Services, api: MemberApi) -> None:
    waits: list[float] = []
    services.pulls.sleep = waits.append
    api.replies(Reply(429, headers={"Retry-After": "7200"}))
    assert refusal(services) == web.BUSY_NOW
    assert waits == []
    assert services.pulls.daily() == [], "it asked for two hours"
    begun = services.session.clock()
    api.replies(file_of(FIVE))
    services.session.clock = lambda: begun + timedelta(hours=3)
    assert [outcome.new for outcome in services.pulls.daily()] == [5]
    assert services.pulls.daily() == [], "once a day"
    api.replies(Reply(429, headers={"Retry-After": "1"}))
    assert pulled(services).text == web.BUSY_NOW
    assert waits == [1.0] * web.MAX_WAITS


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (file_of(FIVE, cut=40), web.CUT),
        (file_of(FIVE, has_length=False), "sier ikke hvor lang filen er"),
        (Reply(200, good_xlsx()[:-40], {"Content-Type": XLSX}), "bare halvt lagret"),
        (file_of([]), "har ingen rader"),
        (csv_reply('{"data": [{"navn": "Kari"}]}'), "ingen rader"),
        (csv_reply(HEAD.replace("Mobil", "Skostørrelse"), *FIVE), "Ingen kolonne er koblet til telefon"),
        (Reply(302, headers={"Location": "https://127.0.0.1:1/"}), web.MOVED),
        (Reply(401), web.SECRET_WRONG),
        (Reply(404), web.NOT_THERE),
        (Reply(500), "en feil hos seg selv (500)"),
        (Reply(200, b"x", {"Content-Encoding": "gzip"}), web.PACKED),
    ],
)
def test_what_does_not_come_whole_is_not_written(
    services: Services, api: MemberApi, reply: Reply, sentence: str
) -> None:
    api.replies(reply)
    assert sentence in refusal(services)
    (run,) = services.import_history.latest()
    assert (run.is_failed, run.can_be_undone) == (True, False)
    assert sentence in run.shown
    assert TOKEN not in run.shown


def test_a_heading_that_the_mapping_has_and_the_file_has_not_stops_it(services: Services, api: MemberApi) -> None:
    services.import_sources.save(source(api, columns={"Mobilnr": "Telefon"}), before=NAME)
    assert "ingen kolonne som heter «Mobilnr»" in refusal(services)


def test_a_certificate_that_is_not_known_is_not_trusted(
    services: Services, authority: Authority, trusted: None
) -> None:
    with serving(MemberApi(authority.unknown)) as api:
        services.import_sources.save(source(api), TOKEN)
        assert refusal(services) == web.NOT_TRUSTED
        assert api.asked == [], "the key was not sent"


@pytest.mark.parametrize("url", ["http://192.168.1.4/medlemmer", "http://medlem.example.no/", "ftp://x/", "medlem"])
def test_an_address_without_tls_is_no_source(url: str) -> None:
    with pytest.raises(SwitchboardError, match="https://"):
        read_source({"name": "X", "kind": "https", "url": url})
    assert read_source({"name": "X", "kind": "https", "url": "http://127.0.0.1:8/"}).origin == "http://127.0.0.1:8"


def test_corrections_stay_and_are_told(services: Services, api: MemberApi) -> None:
    pulled(services)
    services.members.change(member(services, "1001"), {"phone": "40011222"})
    assert pulled(services).text == f"{NOTHING_NEW} Venter på deg: 1 rettet her siden forrige fil."
    assert member(services, "1001").phone == "40011222"


def test_a_pull_that_touches_too_much_is_refused_until_somebody_says_so(services: Services, api: MemberApi) -> None:
    pulled(services)
    api.replies(file_of([*FIVE, *map(person, range(2000, 2100))]))
    outcome = pulled(services)
    assert "legger til eller endrer 100 medlemmer, og registeret har 5 medlemmer. Grensen er 20 %." in outcome.text
    assert services.members.count() == 5
    assert pulled(services, PullRequest(limit=ChangeLimit(100, is_share=False))).new == 100


def test_a_backup_is_taken_before_what_came_is_written(services: Services, api: MemberApi) -> None:
    pulled(services)
    assert services.backups.found() == []
    api.replies(file_of([*FIVE, person(1009)]))
    pulled(services)
    assert [(one.why, one.members) for one in services.backups.found()] == [("import", 5)]


def test_what_waits_for_a_decision_is_told(services: Services, api: MemberApi) -> None:
    pulled(services)
    bad = [*FIVE[:4], person(1010, status="Ridder", born="31.02.1980"), ";Uten;;;;"]
    api.replies(file_of(bad))
    text = pulled(services).text
    assert "1 som mangler i det som kom" in text
    assert "1 rad som ikke kom inn" in text
    assert "2 felt som ikke kom inn" in text
    assert "1 ukjent ord" in text
    (newest, *_) = services.import_history.latest()
    assert (newest.text, newest.lost) == (text, 3)
    assert len(services.import_history.losses(newest)) == 3


def test_runs_that_end_alike_are_one_line(services: Services, api: MemberApi) -> None:
    assert [pulled(services).is_news for _ in range(3)] == [True, True, False]
    api.replies(Reply(401))
    assert [pulled(services).is_news for _ in range(3)] == [True, False, False]
    shown = [(run.is_failed, run.new, run.text) for run in services.import_history.latest()]
    assert shown == [(True, 0, web.SECRET_WRONG), (False, 0, NOTHING_NEW), (False, 5, "")]


def test_a_failure_is_told_once_in_the_daily_round(services: Services, api: MemberApi) -> None:
    api.replies(Reply(401))
    with pytest.raises(SwitchboardError, match="godtar ikke nøkkelen"):
        services.pulls.daily()
    assert [outcome.is_failed for outcome in services.pulls.daily()] == [True]
    assert len(services.import_history.latest()) == 1


def test_a_source_that_falls_stops_no_other_in_the_daily_round(
    services: Services, api: MemberApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.import_sources.save(source(api, name="Arkivet"), TOKEN)

    def fall(source: ImportSource, *rest: Any) -> Fetched:
        if source.name == "Arkivet":
            raise ZeroDivisionError
        return fetch(source, *rest)

    monkeypatch.setattr("sentralbord_desktop.services.imports.pull.fetch", fall)
    with pytest.raises(ZeroDivisionError):
        services.pulls.daily()
    assert services.members.count() == 5


def test_a_pull_is_undone_as_an_import_and_a_failed_one_cannot_be(services: Services, api: MemberApi) -> None:
    pulled(services)
    api.replies(Reply(401))
    pulled(services)
    failed, done = services.import_history.latest()
    services.import_history.undo(done)
    assert services.members.count() == 0
    with pytest.raises(SwitchboardError, match="ingenting å angre"):
        services.import_history.undo(failed)


def test_the_key_goes_to_the_server_it_was_written_for(services: Services, api: MemberApi) -> None:
    elsewhere = source(api, url="https://127.0.0.1:1/medlemmer")
    services.import_sources.save(elsewhere, before=NAME)
    assert services.import_sources.secret(elsewhere) == ""
    assert refusal(services) == NO_SECRET
    assert services.pulls.daily() == [], "another PC has the key"


def test_the_key_is_in_the_keyring(
    services: Services, member_api: MemberApi, vault: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secret_store, "keyring_backend", lambda: object())
    services.import_sources.save(source(member_api), TOKEN)
    (in_vault,) = vault.values()
    assert TOKEN in in_vault
    with services.database.reading() as session:
        assert TOKEN not in str([setting(session, key) for key in ("import.kilder", "hemmeligheter")])
    member_api.replies(file_of(FIVE))
    assert pulled(services).new == 5


def test_one_workstation_at_a_time_is_at_a_source(services: Services, api: MemberApi) -> None:
    with services.database.transaction() as session:
        assert source_states.claim(session, NAME, services.session.clock())
    with pytest.raises(SwitchboardError, match=AT_WORK):
        pulled(services)
    assert services.pulls.daily() == []
    now = services.session.clock()
    services.session.clock = lambda: now + source_states.CLAIM_LASTS * 2
    assert pulled(services).new == 5


@pytest.mark.parametrize("left", ["a claim", "a time to wait for"])
def test_what_was_left_by_a_clock_that_was_wrong_stops_no_source(services: Services, api: MemberApi, left: str) -> None:
    """A program that was killed while the year was 2027, or a server that was busy then."""
    moment = services.session.clock()
    with services.database.transaction() as session:
        source_states.claim(session, NAME, moment + timedelta(days=365))
        if left != "a claim":
            source_states.release(session, NAME, done=None, not_before=moment + timedelta(days=365))
    assert [outcome.new for outcome in services.pulls.daily()] == [5]


def test_a_pull_that_is_cancelled_changes_nothing(services: Services, api: MemberApi) -> None:
    stop = Event()

    def answer(_: object) -> Reply:
        stop.set()
        return file_of(FIVE)

    api.answer = answer
    with pytest.raises(ImportCancelledError):
        pulled(services, PullRequest(cancel=stop))
    assert services.members.count() == 0
    assert services.import_history.latest() == []
    assert pulled(services).new == 5, "it is free again"


def test_a_trial_shows_columns_and_counts_and_writes_nothing(services: Services, member_api: MemberApi) -> None:
    member_api.replies(csv_reply(f"{HEAD};endret", *FIVE))
    trial = services.pulls.try_out(source(member_api), TOKEN)
    assert len(member_api.asked) == 1
    assert (trial.lines[0], trial.lines[-1]) == ("5 rader.", "Leses ikke (1): endret.")
    assert "Mobil → Telefon" in trial.lines[1]
    assert not any("Kari" in line or "990" in line for line in trial.lines)
    assert services.members.count() == 0
    assert services.import_history.latest() == []
    assert services.import_sources.read() == []


def test_a_preview_writes_nothing_and_keeps_no_place(services: Services, api: MemberApi) -> None:
    previews = []
    request = PullRequest(is_preview=True, show=lambda _, preview: previews.append(preview.summary))
    assert pulled(services, request).new == 5
    assert services.members.count() == 0
    assert services.import_history.latest() == []
    assert previews == ["5 nye, 0 endres, 0 er like, 0 kommer ikke inn"]
    with services.database.reading() as session:
        assert setting(session, mapping.COLUMNS) == {}, "the mapping of a source is no choice for other files"
    api.replies(Reply(401))
    with pytest.raises(web.PullError):
        pulled(services, request)


def test_a_source_is_renamed_replaced_and_taken_away(services: Services, api: MemberApi, tmp_path: Path) -> None:
    folder = read_source({"name": "Mappe", "kind": "mappe", "folder": str(tmp_path)})
    services.import_sources.save(folder)
    with pytest.raises(SwitchboardError, match="heter det samme"):
        services.import_sources.save(folder.model_copy(update={"name": "medlemssystemet"}), before="Mappe")
    renamed = (before := source(api)).model_copy(update={"name": "Nytt"})
    services.import_sources.save(renamed, before=NAME)
    assert [one.name for one in services.import_sources.read()] == ["Nytt", "Mappe"]
    assert (services.import_sources.secret(renamed), services.import_sources.secret(before)) == (TOKEN, "")
    services.import_sources.remove("Nytt")
    assert services.import_sources.secret(renamed) == ""
    assert [one.name for one in services.import_sources.read()] == ["Mappe"]
    with pytest.raises(SwitchboardError, match="Ingen kilde heter det"):
        services.pulls.pull("Nytt")


def test_a_register_that_was_moved_to_a_server_pulls_nothing(services: Services, api: MemberApi) -> None:
    with services.database.transaction() as session:
        save_setting(session, MOVED, {"at": services.session.clock().isoformat(), "to": "tjener/medlemmer"})
    assert services.pulls.daily() == []
    with pytest.raises(SwitchboardError, match="ble flyttet til tjener/medlemmer"):
        pulled(services)
    assert api.asked == []


# ---------------------------------------------------------------- the worked examples

DOC = Path(__file__).parents[2] / "docs/import-uten-person.md"


def test_the_examples_of_the_doc_are_those_that_fill_in_the_form() -> None:
    found = re.findall(r"```toml\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)
    assert read_sources(found[0]) == examples()
    assert [one.kind for one in read_sources(found[1])] == ["mappe"]


def test_the_worked_examples_work(services: Services, member_api: MemberApi) -> None:
    whole, changes = (
        one.model_copy(update={"url": one.url.replace("https://medlem.eksempel.no", member_api.url)})
        for one in examples()
    )
    lines = ("Medl.nr;Fornavn;Etternavn;F.dato;Mobil", "2001;Odd;Lie;01.02.1980;99000423")
    member_api.replies(csv_reply(*lines))
    services.import_sources.save(whole, TOKEN)
    assert services.pulls.pull(whole.name)[0].new == 1
    assert member_api.asked[-1].headers["x-api-key"] == TOKEN
    rows = [list(changes.columns), ["204118", "Ingunn", "Fjeldheim", "1979-03-14", "99000418", "4", "Yrkesaktiv", "x"]]
    rows.append(["0204119", *rows[1][1:6], "Passiv", ""])
    member_api.replies(Reply(200, xlsx(*rows), {"Content-Type": XLSX}))
    services.import_sources.save(changes, TOKEN)
    (outcome,) = services.pulls.pull(changes.name)
    assert (outcome.new, outcome.text) == (
        1,
        "Venter på deg: 1 ukjent ord, 1 ny utmeldt eller død.",
    )  # avd. 4 is in no catalogue
    assert member(services, "204118").department == 4
    assert member_api.asked[-1].headers["authorization"] == f"Bearer {TOKEN}"


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
    member_api.replies(file_of(FIVE))
    one.import_sources.save(source(member_api), TOKEN)
    assert pulled(one).new == 5
    assert pulled(one).text == NOTHING_NEW
    assert pulled(one).is_news is False
    one.import_sources.remove(NAME)
    one.close()
    owner.close()
    cluster.drop(name)
