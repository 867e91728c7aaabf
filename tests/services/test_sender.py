"""The sender and the outbox: every fate of a message, and never one twice without a person."""

import logging
import shutil
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from sentralbord_desktop.bootstrap import DATABASE_FILE, build
from sentralbord_desktop.delivery import mail, tls_context
from sentralbord_desktop.domain.errors import ChangedMeanwhileError, NoSpaceError, SwitchboardError
from sentralbord_desktop.domain.messages.message import Mail, MailServer, SmsByMail, SmsGateway
from sentralbord_desktop.domain.messages.outgoing import Outgoing, OutgoingFields
from sentralbord_desktop.domain.messages.settings import GIVE_UP_AFTER, SendingSettings
from sentralbord_desktop.domain.organisation.organisation import Department, Organisation
from sentralbord_desktop.services.messages.sender import OTHER_DESK_GRACE
from sentralbord_desktop.services.office import Office
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.members.members import add_member
from sentralbord_desktop.storage.messages import outbox
from tests import calls
from tests.delivery import conftest as delivery
from tests.delivery.servers import LOGIN, PASSWORD, Gateway, HandMade, Post
from tests.members import by_number
from tests.postgres import Cluster
from tests.storage import conftest as storage
from tests.storage.conftest import ENGINES, KEY, MOMENT, Watch

post, handmade, gateway = delivery.post, delivery.handmade, delivery.gateway
authority, no_proxies = delivery.authority, delivery.no_proxies
watch = storage.watch

START = Callable[..., Post]
BY_HAND = Callable[[dict[str, bytes | None]], HandMade]
DESK = Callable[[], Office]
NEVER_LOGGED = ("Ingunn", "Fjeldheim", "99000418", "204118", "eksempel.no", "oppsigelse", "Renhold")


def furnished(database: Database, folder: Path, watch: Watch) -> Office:
    """Avd. 4 with its address, and Ingunn who works there."""
    office = build(database, folder, clock=watch, os_user="maja.hovde")
    office.session.update(name="Maja Hovde", initials="MH", loop=2)
    office.organisation.save(
        Organisation(
            departments=(
                Department(
                    number=4, name="Innlandet", email="avd4@eksempel.no", postal_address="Postboks 4, 2301 Hamar"
                ),
            )
        )
    )
    with database.transaction() as session:
        add_member(
            session,
            {
                "number": "204118",
                "first_name": "Ingunn",
                "last_name": "Fjeldheim",
                "birth_date": date(1979, 3, 14),
                "phone": "99000418",
                "department": 4,
                "employer": "Renhold Øst AS",
            },
            author="TEST",
            at=MOMENT,
            inquiry_id=None,
            source="import",
        )
    return office


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A furnished register, to be copied: making the tables takes a second."""
    path = tmp_path_factory.mktemp("mal") / DATABASE_FILE
    office = furnished(Database.file(path, KEY), path.parent, Watch())
    office.close()
    return path


@pytest.fixture
def office(template: Path, tmp_path: Path, watch: Watch) -> Iterator[Office]:
    shutil.copy(template, tmp_path / DATABASE_FILE)
    database = Database.file(tmp_path / DATABASE_FILE, KEY)
    yield build(database, tmp_path, clock=watch, os_user="maja.hovde")
    database.close()


@pytest.fixture(params=ENGINES)
def desk(request: pytest.FixtureRequest, template: Path, tmp_path: Path, watch: Watch) -> Iterator[DESK]:
    """Opens one more desk over the same register."""
    databases: list[Database] = []
    shutil.copy(template, tmp_path / DATABASE_FILE)
    name, url = "", ""
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("cluster")
        name = cluster.new_database()
        url = cluster.url(name)
        databases.append(Database.server(url))
        furnished(databases[0], tmp_path, watch)

    def open_desk() -> Office:
        database = Database.server(url) if url else Database.file(tmp_path / DATABASE_FILE, KEY)
        databases.append(database)
        return build(database, tmp_path, clock=watch, os_user="maja.hovde")

    yield open_desk
    for database in databases:
        database.close()
    if name:
        cluster.drop(name)


def set_up(office: Office, port: int = 0, secret: str = "", **changes: Any) -> None:
    """Send by the mail server on `port` of this PC, or as `changes` say."""
    line: dict[str, Any] = {"auth": "ingen", "security": "ingen", "timeout": 4.0}
    line |= {key: changes.pop(key) for key in (*line, "login") if key in changes}
    server = MailServer(host="127.0.0.1", port=port or closed_port(), sender="sentralbord@eksempel.no", **line)
    known: dict[str, Any] = {"mail": "smtp", "server": server, "undo_seconds": 0}
    office.sending.save(SendingSettings(**{**known, **changes}), mail_secret=secret)


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def completed(office: Office, draft: Callable[..., Any] = calls.dismissal) -> Outgoing:
    """One message waits: to DS after a dismissal, or the SMS of a resignation."""
    member = by_number(office, "204118")
    assert member is not None
    receipt = office.inquiries.complete(draft(office, member))
    with office.database.reading() as session:
        (message,) = outbox.of_inquiry(session, receipt.inquiry_id)
    return message


def now(office: Office, message: Outgoing) -> Outgoing:
    """How it stands at this moment."""
    with office.database.reading() as session:
        found = outbox.get(session, message.id)
    assert found is not None
    return found


def add(office: Office, count: int) -> list[str]:
    """So many messages more to the same department, that may leave now."""
    first = completed(office)
    ids = [str(uuid4()) for _ in range(count)]
    fields = OutgoingFields.model_validate(first.model_dump() | {"not_before": office.session.clock(), "state": "klar"})
    with office.database.transaction() as session:
        outbox.move(session, first, "trukket")
        for each in ids:
            outbox.add(session, each, fields, member_id=first.member_id, inquiry_id=first.inquiry_id)
    return ids


def ids_in(server: Post) -> Counter[str]:
    """Message-ID, without the domain -> how many times the server has taken it."""
    contents = [envelope.content for envelope in server.desk.received]
    return Counter(id_in(content) for content in contents if isinstance(content, bytes))


def id_in(content: bytes) -> str:
    return str(message_from_bytes(content)["Message-ID"]).strip().lstrip("<").partition("@")[0]


@contextmanager
def beside(work: Callable[[], Any]) -> Iterator[list[Any]]:
    """`work` on a thread of its own; what it gave or raised is in the list afterwards."""
    came: list[Any] = []

    def run() -> None:
        try:
            came.append(work())
        except Exception as error:
            came.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    yield came
    thread.join(120)  # under Wine, beside two others, twenty messages took more than 30
    assert not thread.is_alive()


class Held(HandMade):
    """A mail server that stops before it answers `at`, until it is let go."""

    def __init__(self, at: str) -> None:
        self.at, self.reached, self.go = at, threading.Event(), threading.Event()
        super().__init__({})

    def _say(self, line: socket.socket, key: str) -> bool:
        if key == self.at:
            self.reached.set()
            assert self.go.wait(10)
        return super()._say(line, key)


@pytest.fixture
def held() -> Iterator[Callable[[str], Held]]:
    started: list[Held] = []

    def start(at: str) -> Held:
        started.append(Held(at))
        return started[-1]

    yield start
    for server in started:
        server.go.set()
        server.close()


# ---------------------------------------------------------------- what is tried again by itself


def test_a_message_that_left_is_sent_with_time_and_is_never_taken_up_again(
    office: Office, post: START, watch: Watch
) -> None:
    server = post()
    set_up(office, server.port)
    message = completed(office)
    assert message.not_before == watch.now
    watch.now += timedelta(seconds=3)
    assert office.sender.send_due() == 1
    there = now(office, message)
    assert (there.state, there.handed_over, there.attempts) == ("sendt", watch.now, 1)
    assert there.reason.startswith("2.0.0 Ok: queued")
    watch.now += timedelta(days=9)
    assert office.sender.start() == office.sender.send_due() == 0
    assert ids_in(server) == {message.id: 1}


def test_nothing_is_sent_before_its_minute(office: Office, post: START, watch: Watch) -> None:
    server = post()
    set_up(office, server.port, undo_seconds=60)
    message = completed(office)
    watch.now += timedelta(seconds=59)
    assert office.sender.send_due() == 0
    assert server.desk.seen == []
    office.outbox.send_now(message)
    assert office.sender.send_due() == 1
    assert ids_in(server) == {message.id: 1}


def test_a_server_that_is_down_is_tried_with_growing_pauses_until_a_person_must_look(
    office: Office, post: START, watch: Watch
) -> None:
    set_up(office)
    message, pauses = completed(office), []
    office.sender.send_due()
    while (waits := now(office, message)).state == "klar":
        assert waits.not_before is not None
        assert "prøves igjen" in waits.reason
        pauses.append((waits.not_before - watch.now) // timedelta(minutes=1))
        watch.now = waits.not_before - timedelta(seconds=1)
        office.sender.send_due()
        assert now(office, message) == waits
        watch.now += timedelta(seconds=1)
        office.sender.send_due()
    assert pauses == [1, 5, 15, *[60] * (GIVE_UP_AFTER - 4)]
    assert timedelta(hours=20) < timedelta(minutes=sum(pauses)) < timedelta(hours=28)
    assert (waits.state, waits.attempts) == ("feilet", GIVE_UP_AFTER)
    assert waits.reason.startswith("E-postserveren svarer ikke.")
    assert waits.needs_hand

    server = post()
    set_up(office, server.port)
    watch.now += timedelta(days=1)
    assert office.sender.send_due() == 0
    office.outbox.send_now(waits)
    assert office.sender.send_due() == 1
    assert now(office, message).state == "sendt"
    assert ids_in(server) == {message.id: 1}


def test_a_busy_server_is_tried_again_after_a_minute(office: Office, post: START, watch: Watch) -> None:
    server = post(answers={".": "451 4.3.0 come back"})
    set_up(office, server.port)
    message = completed(office)
    assert office.sender.send_due() == 0
    waits = now(office, message)
    assert (waits.state, waits.handed_over) == ("klar", None)
    assert waits.not_before == watch.now + timedelta(minutes=1)
    assert waits.reason.endswith("Serveren svarte: 4.3.0 come back")
    server.desk.answers.clear()
    watch.now += timedelta(minutes=1)
    assert office.sender.send_due() == 1
    assert now(office, message).attempts == 2
    assert ids_in(server) == {message.id: 1}


def test_a_wrong_password_holds_nothing_back_for_longer_than_it_is_wrong(
    office: Office,
    post: START,
    watch: Watch,
    authority: delivery.Authority,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trusted = tmp_path / "ca.pem"
    trusted.write_bytes(authority.certificate.public_bytes(Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setattr(tls_context, "_read", tls_context._read.__wrapped__)  # read now, and by nobody after
    server = post(tls_context=authority.server, login=True)
    login = {"security": "starttls", "auth": "passord", "login": LOGIN}
    set_up(office, server.port, "feil passord", **login)
    message = completed(office)
    for turn in range(1, 4):
        assert office.sender.send_due() == 0
        waits = now(office, message)
        assert waits.state == "klar"
        assert "kjente ikke igjen brukernavnet eller passordet" in waits.reason
        assert "Be IT se på innstillingene" in waits.reason
        assert waits.not_before == watch.now + timedelta(minutes=10)
        watch.now += timedelta(minutes=10, seconds=-1)
        assert office.sender.send_due() == 0
        assert server.desk.seen.count("PLAIN") == turn
        watch.now += timedelta(seconds=1)
    set_up(office, server.port, PASSWORD, **login)
    assert office.sender.send_due() == 1
    assert ids_in(server) == {message.id: 1}


@pytest.mark.parametrize("command", ["RCPT avd4@eksempel.no", "."])
def test_what_the_server_refuses_fails_with_its_reason_and_is_left_to_a_person(
    office: Office, post: START, watch: Watch, command: str
) -> None:
    server = post(answers={command: "554 5.7.1 not welcome here"})
    set_up(office, server.port)
    message = completed(office)
    assert office.sender.send_due() == 0
    failed = now(office, message)
    assert (failed.state, failed.attempts, failed.handed_over) == ("feilet", 1, None)
    assert failed.reason.endswith("Serveren svarte: 5.7.1 not welcome here")
    seen = list(server.desk.seen)
    watch.now += timedelta(days=3)
    assert office.sender.start() == office.sender.send_due() == 0
    assert server.desk.seen == seen


def test_one_that_fails_does_not_hold_up_the_next(office: Office, post: START, watch: Watch) -> None:
    server = post(answers={"RCPT nei@eksempel.no": "550 no such user"})
    set_up(office, server.port)
    first, second, third = add(office, 3)
    with office.database.transaction() as session:
        for each, address in ((first, "nei@eksempel.no"), (second, "ingen adresse")):
            message = outbox.get(session, each)
            assert message is not None
            outbox.move(session, message, "klar", to_address=address)
    assert office.sender.send_due() == 1
    assert ids_in(server) == {third: 1}


# ---------------------------------------------------------------- doubt


def test_a_cut_after_the_dot_is_never_resent_until_a_person_says_so(
    office: Office, post: START, handmade: BY_HAND, watch: Watch
) -> None:
    cutting = handmade({".": None})
    set_up(office, cutting.port)
    message = completed(office)
    assert office.sender.send_due() == 0
    doubt = now(office, message)
    assert (doubt.state, doubt.attempts) == ("usikker", 1)
    assert doubt.needs_hand
    assert not doubt.waits
    assert "kan være sendt" in doubt.reason

    server = post()
    set_up(office, server.port)
    for _ in range(5):
        watch.now += timedelta(days=1)
        assert office.sender.start() == office.sender.send_due() == 0
    assert server.desk.seen == []

    office.outbox.send_now(doubt)
    assert office.sender.send_due() == 1
    assert ids_in(server) == {message.id: 1}
    assert id_in(cutting.content) == message.id
    assert now(office, message).state == "sendt"


def test_a_person_who_has_asked_settles_the_doubt(office: Office, post: START, handmade: BY_HAND, watch: Watch) -> None:
    set_up(office, handmade({".": None}).port)
    message = completed(office)
    office.sender.send_due()
    watch.now += timedelta(hours=2)
    doubt = now(office, message)
    office.outbox.did_leave(doubt)
    there = now(office, message)
    assert (there.state, there.handed_over) == ("sendt", watch.now)
    server = post()
    set_up(office, server.port)
    watch.now += timedelta(days=1)
    assert office.sender.send_due() == 0
    for late in (office.outbox.send_now, office.outbox.did_leave, office.outbox.call_back):
        with pytest.raises(ChangedMeanwhileError):
            late(doubt)
    assert server.desk.seen == []


def taken(office: Office, message: Outgoing) -> None:
    """As another desk, or this one before it was killed, has left it."""
    with office.database.transaction() as session:
        assert outbox.move(session, message, "sender", handed_over=office.session.clock())


@pytest.mark.parametrize("clock", [timedelta(seconds=2), timedelta(hours=-1)])
def test_what_was_being_sent_when_the_program_ended_is_in_doubt_at_the_next_start(
    office: Office, post: START, watch: Watch, clock: timedelta
) -> None:
    server = post()
    set_up(office, server.port)
    message = completed(office)
    taken(office, message)
    watch.now += clock  # an hour back: somebody has set the clock of the PC
    assert office.sender.start() == 1
    assert office.sender.start() == 0
    doubt = now(office, message)
    assert (doubt.state, doubt.reason) == ("usikker", "Programmet ble avbrutt mens meldingen ble sendt.")
    watch.now += timedelta(days=1)
    assert office.sender.send_due() == 0
    assert server.desk.seen == []


@pytest.mark.parametrize("desk", ["postgresql"], indirect=True)
def test_another_desk_is_left_in_peace_until_it_must_be_dead(desk: DESK, post: START, watch: Watch) -> None:
    server = post()
    mine, other = desk(), desk()
    set_up(mine, server.port)
    message = completed(other)
    taken(other, message)
    watch.now += OTHER_DESK_GRACE - timedelta(seconds=1)
    assert mine.sender.start() == mine.sender.send_due() == 0
    assert now(mine, message).state == "sender"
    watch.now += timedelta(seconds=1)
    assert mine.sender.send_due() == 0  # nobody has to start anything again for it
    assert now(mine, message).state == "usikker"
    assert server.desk.seen == []


def test_a_desk_that_wakes_up_long_after_does_not_settle_what_was_sent_again_meanwhile(
    office: Office, post: START, held: Callable[[str], Held], watch: Watch
) -> None:
    sleeping = held(".")
    set_up(office, sleeping.port, timeout=60)
    message = completed(office)
    with beside(office.sender.send_due):
        assert sleeping.reached.wait(10)
        watch.now += timedelta(hours=1)
        assert office.sender.start() == 1
        office.outbox.send_now(now(office, message))
        taken(office, now(office, message))
        before = now(office, message)
        sleeping.go.set()
    assert now(office, message) == before


def test_a_fate_that_could_not_be_written_is_in_doubt_and_not_sent_again(
    office: Office, post: START, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = post()
    set_up(office, server.port)
    message = completed(office)
    move = outbox.move

    def full(session: Any, seen: Outgoing, state: str, **new: object) -> bool:
        if state == "sendt":
            raise NoSpaceError("Disken er full.")
        return move(session, seen, state, **new)

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "move", full)
        with pytest.raises(NoSpaceError):
            office.sender.send_due()
    assert now(office, message).state == "sender"
    watch.now += OTHER_DESK_GRACE
    assert office.sender.send_due() == 0
    assert now(office, message).state == "usikker"
    assert ids_in(server) == {message.id: 1}


def test_nothing_is_given_away_when_it_could_not_be_written_that_it_would_be(
    office: Office, post: START, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = post()
    set_up(office, server.port)
    message = completed(office)

    def full(*_: Any, **__: Any) -> bool:
        raise NoSpaceError("Disken er full.")

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "move", full)
        with pytest.raises(NoSpaceError):
            office.sender.send_due()
    assert "DATA" not in server.desk.seen
    assert now(office, message) == message
    assert office.sender.send_due() == 1
    assert ids_in(server) == {message.id: 1}


# ---------------------------------------------------------------- SMS


def set_up_sms(office: Office, gateway: Gateway, **changes: Any) -> None:
    way = SmsGateway(url=gateway.url, body='{"to": "{nummer}", "text": "{tekst}", "ref": "{id}"}', timeout=0.3)
    office.sending.save(SendingSettings(sms="gateway", gateway=way, undo_seconds=0, **changes))


def test_silence_from_the_gateway_is_doubt_and_never_resent_by_itself(
    office: Office, gateway: Gateway, watch: Watch
) -> None:
    set_up_sms(office, gateway)
    gateway.silent = True
    message = completed(office, calls.resignation)
    assert office.sender.send_due() == 0
    assert now(office, message).state == "usikker"
    gateway.silent = False
    watch.now += timedelta(days=1)
    assert office.sender.start() == office.sender.send_due() == 0
    assert len(gateway.requests) == 1
    office.outbox.send_now(now(office, message))
    assert office.sender.send_due() == 1
    assert len(gateway.requests) == 2
    assert now(office, message).state == "sendt"


@pytest.mark.parametrize(("status", "state"), [(503, "klar"), (401, "klar"), (400, "feilet"), (500, "usikker")])
def test_what_the_gateway_says_decides(office: Office, gateway: Gateway, status: int, state: str) -> None:
    set_up_sms(office, gateway)
    gateway.status = status
    message = completed(office, calls.resignation)
    assert office.sender.send_due() == 0
    assert now(office, message).state == state
    assert len(gateway.requests) == 1


def test_an_sms_can_leave_as_a_mail(office: Office, post: START) -> None:
    server = post()
    by_mail = SmsByMail(address="{nummer}@sms.eksempel.no", number_format="uten_pluss")
    set_up(office, server.port, sms="epost", sms_by_mail=by_mail)
    message = completed(office, calls.resignation)
    assert office.sender.send_due() == 1
    [envelope] = server.desk.received
    assert envelope.rcpt_tos == ["4799000418@sms.eksempel.no"]
    assert ids_in(server) == {message.id: 1}


def test_an_sms_without_a_number_says_so(office: Office, gateway: Gateway) -> None:
    set_up_sms(office, gateway)
    message = completed(office, calls.resignation)
    with office.database.transaction() as session:
        outbox.move(session, message, "klar", to_address="")
    assert office.sender.send_due() == 0
    failed = now(office, message)
    assert (failed.state, failed.reason) == ("feilet", "SMS-en har ikke noe nummer. Send den for hånd.")
    with pytest.raises(SwitchboardError, match="ikke noe nummer"):
        office.outbox.send_now(failed)
    assert gateway.requests == []


def test_what_is_not_set_up_waits_for_a_hand(office: Office, post: START, watch: Watch) -> None:
    server = post()
    set_up(office, server.port, mail="hand")
    message = completed(office)
    assert message.not_before is None
    watch.now += timedelta(days=1)
    assert office.sender.send_due() == 0
    with pytest.raises(SwitchboardError, match="Send den for hånd"):
        office.outbox.send_now(message)
    office.outbox.handed_over(message)
    assert now(office, message).state == "overlatt"
    assert server.desk.seen == []


# ---------------------------------------------------------------- two at once


@pytest.mark.parametrize("fault", ["down", "refused"])
def test_a_desk_that_fails_leaves_alone_what_another_desk_has_taken(
    desk: DESK, post: START, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = desk(), desk()
    server = post(answers={"RCPT avd4@eksempel.no": "550 5.1.1 unknown"})
    set_up(mine, server.port if fault == "refused" else 0)
    message = completed(mine)

    def while_connecting(*_: object) -> str:
        taken(other, message)
        return ""

    monkeypatch.setattr(mine.sending, "secret", while_connecting)
    assert mine.sender.send_due() == 0
    there = now(mine, message)
    assert (there.state, there.attempts) == ("sender", 0)


def test_two_desks_send_each_message_exactly_once(desk: DESK, post: START, watch: Watch) -> None:
    server = post()
    one, two = desk(), desk()
    set_up(one, server.port)
    ids = add(one, 20)
    watch.now += timedelta(seconds=1)
    together = threading.Barrier(2)

    def send(office: Office) -> int:
        together.wait(10)
        return sum(office.sender.send_due() for _ in range(3))

    with beside(lambda: send(one)) as first, beside(lambda: send(two)) as second:
        pass
    assert ids_in(server) == dict.fromkeys(ids, 1)
    assert first[0] + second[0] == 20
    with one.database.reading() as session:
        states = Counter(m.state for m in outbox.newest(session) if m.id in ids)
    assert states == {"sendt": 20}


@pytest.mark.parametrize(("at", "wins"), [("RCPT", True), ("DATA", False), (".", False)])
def test_who_calls_back_before_the_point_of_no_return_wins_and_after_it_loses(
    desk: DESK, held: Callable[[str], Held], at: str, wins: bool
) -> None:
    server, office = held(at), desk()
    set_up(office, server.port, timeout=60)  # it waits for the operators, however slow they are
    message = completed(office)
    operator = desk()
    with beside(office.sender.send_due) as sent:
        assert server.reached.wait(10)
        if wins:
            operator.outbox.call_back(message)
        else:
            for seen in (message, now(operator, message)):  # an old list, and one read just now
                for late in (operator.outbox.call_back, operator.outbox.send_now, operator.outbox.handed_over):
                    with pytest.raises(ChangedMeanwhileError):
                        late(seen)
        server.go.set()
    assert sent == [0 if wins else 1]
    assert now(office, message).state == ("trukket" if wins else "sendt")
    assert ("DATA" in server.seen) is not wins


def test_an_operator_and_the_sender_never_both_win(desk: DESK, post: START, watch: Watch) -> None:
    server = post()
    office, operator = desk(), desk()
    set_up(office, server.port)
    ids = add(office, 25)
    called_back = set()
    with operator.database.reading() as session:
        mine = [message for message in outbox.due(session, watch.now) if message.id in ids]
    with beside(office.sender.send_due) as sent:
        for message in reversed(mine):  # they meet somewhere in the middle
            try:
                operator.outbox.call_back(message)
            except ChangedMeanwhileError:
                continue
            called_back.add(message.id)
            server_has = set(ids_in(server))
            assert message.id not in server_has
    assert set(ids_in(server)) == set(ids) - called_back
    assert set(ids_in(server).values()) <= {1}
    assert sent == [25 - len(called_back)]
    with office.database.reading() as session:
        there = {m.id: m.state for m in outbox.newest(session) if m.id in ids}
    assert there == {i: "trukket" if i in called_back else "sendt" for i in ids}


# ---------------------------------------------------------------- what a person sees


def test_those_that_need_a_person_are_first_however_old(office: Office, post: START, watch: Watch) -> None:
    set_up(office, post(answers={".": "554 no"}).port)
    old = completed(office)
    office.sender.send_due()
    watch.now += timedelta(days=30)
    set_up(office, post().port)
    add(office, 4)
    office.sender.send_due()
    with office.database.reading() as session:
        listed = outbox.newest(session, 3)
    assert [message.id == old.id for message in listed] == [True, False, False]
    assert {message.created for message in listed[1:]} == {watch.now}


def test_a_person_can_only_move_what_stands_still(office: Office, post: START, watch: Watch) -> None:
    set_up(office, post().port)
    message = completed(office)
    office.sender.send_due()
    sent = now(office, message)
    ways = (
        office.outbox.send_now,
        office.outbox.call_back,
        office.outbox.handed_over,
        office.outbox.not_after_all,
        office.outbox.did_leave,
    )
    for way in ways:
        with pytest.raises(ChangedMeanwhileError):
            way(sent)
    assert now(office, message) == sent


def test_nothing_about_a_member_gets_into_a_log(
    office: Office, post: START, handmade: BY_HAND, gateway: Gateway, watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for port in (
        closed_port(),
        post(answers={".": "554 Ingunn Fjeldheim 99000418"}).port,
        handmade({".": None}).port,
        post().port,
    ):
        set_up(office, port)
        completed(office)
        office.sender.send_due()
        watch.now += timedelta(seconds=1)
    set_up_sms(office, gateway)
    completed(office, calls.resignation)
    office.sender.send_due()
    gateway.status = 503
    completed(office, calls.resignation)
    office.sender.send_due()
    ours = [record for record in caplog.records if record.name not in ("mail.log", "asyncio")]
    assert any("waits" in record.getMessage() for record in ours)
    said = "\n".join(f"{record.getMessage()} {record.exc_text}" for record in ours)
    assert [word for word in NEVER_LOGGED if word.casefold() in said.casefold()] == []


def test_wrong_settings_are_never_given_up_however_long_they_are_wrong(
    office: Office, post: START, watch: Watch
) -> None:
    set_up(office, post().port, security="starttls")  # which it does not offer
    message = completed(office)
    for _ in range(GIVE_UP_AFTER + 3):
        office.sender.send_due()
        watch.now += timedelta(minutes=10)
    waits = now(office, message)
    assert (waits.state, waits.attempts) == ("klar", GIVE_UP_AFTER + 3)


def test_a_bug_in_one_message_holds_up_no_other(
    office: Office, post: START, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    server = post()
    set_up(office, server.port)
    first, second = completed(office), completed(office)
    send = mail.send

    def broken(letter: Mail, *rest: Any, **more: Any) -> str:
        if letter.id == first.id:
            raise RuntimeError(letter.subject)
        return send(letter, *rest, **more)

    monkeypatch.setattr(mail, "send", broken)
    assert office.sender.send_due() == 1
    assert now(office, first).state == "feilet"
    assert "si fra til IT" in now(office, first).reason
    assert now(office, second).state == "sendt"
    assert "204118" not in caplog.text


def test_an_address_found_later_outside_the_house_is_confirmed_first(office: Office, post: START) -> None:
    server = post()
    set_up(office, server.port)
    house = office.organisation.read()
    office.organisation.save(
        house.model_copy(
            update={
                "departments": tuple(d.model_copy(update={"email": ""}) for d in house.departments),
                "staff": tuple(p.model_copy(update={"email": ""}) for p in house.staff),
            }
        )
    )
    message = completed(office)
    office.sender.send_due()
    assert now(office, message).state == "feilet"
    office.organisation.save(
        house.model_copy(
            update={
                "departments": tuple(d.model_copy(update={"email": "avd@annet.example"}) for d in house.departments)
            }
        )
    )
    office.outbox.send_now(now(office, message))
    assert now(office, message).state == "bekreft"
    office.sender.send_due()
    assert not server.desk.received
    office.outbox.send_now(now(office, message))
    assert office.sender.send_due() == 1
