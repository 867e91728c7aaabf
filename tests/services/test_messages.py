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
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.services.messages.sender import OTHER_WORKSTATION_GRACE
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage import outbox
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.members.members import add_member
from tests.helpers import calls
from tests.helpers.authority import Authority
from tests.helpers.engines import ENGINES, KEY, MOMENT, Watch
from tests.helpers.members import by_number
from tests.helpers.postgres import Cluster
from tests.helpers.servers import LOGIN, PASSWORD, Gateway, HandMade, Post
from tests.helpers.stored import save_organisation

pytestmark = pytest.mark.usefixtures("no_proxies")

START = Callable[..., Post]
BY_HAND = Callable[[dict[str, bytes | None]], HandMade]
OpenOffice = Callable[[], Services]
NEVER_LOGGED = ("Ingunn", "Fjeldheim", "99000418", "204118", "eksempel.no", "oppsigelse", "Renhold")


def furnished(database: Database, folder: Path, watch: Watch) -> Services:
    """Avd. 4 with its address, and Ingunn who works there."""
    services = build(database, folder, clock=watch, os_user="maja.hovde")
    services.session.update(name="Maja Hovde", initials="MH", loop=2)
    save_organisation(
        services,
        Organisation(
            departments=(
                Department(
                    number=4, name="Innlandet", email="avd4@eksempel.no", postal_address="Postboks 4, 2301 Hamar"
                ),
            )
        ),
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
                "status": "yrkesaktiv",
            },
            author="TEST",
            at=MOMENT,
            inquiry_id=None,
            source="import",
        )
    return services


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A furnished register, to be copied: making the tables takes a second."""
    path = tmp_path_factory.mktemp("mal") / DATABASE_FILE
    services = furnished(Database.file(path, KEY), path.parent, Watch())
    services.close()
    return path


@pytest.fixture
def services(template: Path, tmp_path: Path, watch: Watch) -> Iterator[Services]:
    shutil.copy(template, tmp_path / DATABASE_FILE)
    database = Database.file(tmp_path / DATABASE_FILE, KEY)
    yield build(database, tmp_path, clock=watch, os_user="maja.hovde")
    database.close()


@pytest.fixture(params=ENGINES)
def desk(request: pytest.FixtureRequest, template: Path, tmp_path: Path, watch: Watch) -> Iterator[OpenOffice]:
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

    def open_office() -> Services:
        database = Database.server(url) if url else Database.file(tmp_path / DATABASE_FILE, KEY)
        databases.append(database)
        return build(database, tmp_path, clock=watch, os_user="maja.hovde")

    yield open_office
    for database in databases:
        database.close()
    if name:
        cluster.drop(name)


def set_up(services: Services, port: int = 0, secret: str = "", **changes: Any) -> None:
    """Send by the mail server on `port` of this PC, or as `changes` say."""
    line: dict[str, Any] = {"auth": "ingen", "security": "ingen", "timeout": 4.0}
    line |= {key: changes.pop(key) for key in (*line, "login") if key in changes}
    server = MailServer(host="127.0.0.1", port=port or closed_port(), sender="sentralbord@eksempel.no", **line)
    known: dict[str, Any] = {"mail": "smtp", "server": server, "undo_seconds": 0}
    services.sending.save(SendingSettings(**{**known, **changes}), mail_secret=secret)


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def completed(services: Services, draft: Callable[..., Any] = calls.dismissal) -> Outgoing:
    """One message waits: to DS after a dismissal, or the SMS of a resignation."""
    member = by_number(services, "204118")
    assert member is not None
    receipt = services.inquiries.complete(draft(services, member))
    with services.database.reading() as session:
        (message,) = outbox.of_inquiry(session, receipt.inquiry_id)
    return message


def dropped_by(services: Services) -> Callable[[Outgoing], None]:
    return lambda message: services.outbox.drop(message, "ringte DS kl. 14.20")


def now(services: Services, message: Outgoing) -> Outgoing:
    """How it stands at this moment."""
    with services.database.reading() as session:
        found = outbox.get(session, message.id)
    assert found is not None
    return found


def add(services: Services, count: int) -> list[str]:
    """So many messages more to the same department, that may leave now."""
    first = completed(services)
    ids = [str(uuid4()) for _ in range(count)]
    fields = OutgoingFields.model_validate(
        first.model_dump() | {"not_before": services.session.clock(), "state": "klar"}
    )
    with services.database.transaction() as session:
        outbox.move(session, first, "trukket")
        for each in ids:
            outbox.add(session, each, fields, member_id=first.member_id, inquiry_id=first.inquiry_id)
    return ids


def ids_in(server: Post) -> Counter[str]:
    """Message-ID, without the domain -> how many times the server has taken it."""
    contents = [envelope.content for envelope in server.mailbox.received]
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
    services: Services, post: START, watch: Watch
) -> None:
    server = post()
    set_up(services, server.port)
    message = completed(services)
    assert message.not_before == watch.now
    watch.now += timedelta(seconds=3)
    assert services.sender.send_due() == 1
    there = now(services, message)
    assert (there.state, there.handed_over, there.attempts) == ("sendt", watch.now, 1)
    assert there.reason.startswith("2.0.0 Ok: queued")
    watch.now += timedelta(days=9)
    assert services.sender.start() == services.sender.send_due() == 0
    assert ids_in(server) == {message.id: 1}


def test_nothing_is_sent_before_its_minute(services: Services, post: START, watch: Watch) -> None:
    server = post()
    set_up(services, server.port, undo_seconds=60)
    message = completed(services)
    watch.now += timedelta(seconds=59)
    assert services.sender.send_due() == 0
    assert server.mailbox.seen == []
    services.outbox.send_now(message)
    assert services.sender.send_due() == 1
    assert ids_in(server) == {message.id: 1}


def test_a_server_that_is_down_is_tried_with_growing_pauses_until_a_person_must_look(
    services: Services, post: START, watch: Watch
) -> None:
    set_up(services)
    message, pauses = completed(services), []
    services.sender.send_due()
    while (waits := now(services, message)).state == "klar":
        assert waits.not_before is not None
        assert "prøves igjen" in waits.reason
        pauses.append((waits.not_before - watch.now) // timedelta(minutes=1))
        watch.now = waits.not_before - timedelta(seconds=1)
        services.sender.send_due()
        assert now(services, message) == waits
        watch.now += timedelta(seconds=1)
        services.sender.send_due()
    assert pauses == [1, 5, 15, *[60] * (GIVE_UP_AFTER - 4)]
    assert timedelta(hours=20) < timedelta(minutes=sum(pauses)) < timedelta(hours=28)
    assert (waits.state, waits.attempts) == ("feilet", GIVE_UP_AFTER)
    assert waits.reason.startswith("E-postserveren svarer ikke.")
    assert waits.needs_hand

    server = post()
    set_up(services, server.port)
    watch.now += timedelta(days=1)
    assert services.sender.send_due() == 0
    services.outbox.send_now(waits)
    assert services.sender.send_due() == 1
    assert now(services, message).state == "sendt"
    assert ids_in(server) == {message.id: 1}


def test_a_busy_server_is_tried_again_after_a_minute(services: Services, post: START, watch: Watch) -> None:
    server = post(answers={".": "451 4.3.0 come back"})
    set_up(services, server.port)
    message = completed(services)
    assert services.sender.send_due() == 0
    waits = now(services, message)
    assert (waits.state, waits.handed_over) == ("klar", None)
    assert waits.not_before == watch.now + timedelta(minutes=1)
    assert waits.reason.endswith("Serveren svarte: 4.3.0 come back")
    server.mailbox.answers.clear()
    watch.now += timedelta(minutes=1)
    assert services.sender.send_due() == 1
    assert now(services, message).attempts == 2
    assert ids_in(server) == {message.id: 1}


def test_a_wrong_password_holds_nothing_back_for_longer_than_it_is_wrong(
    services: Services, post: START, watch: Watch, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = tmp_path / "ca.pem"
    trusted.write_bytes(authority.certificate.public_bytes(Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setattr(tls_context, "_read", tls_context._read.__wrapped__)  # read now, and by nobody after
    server = post(tls_context=authority.server, login=True)
    login = {"security": "starttls", "auth": "passord", "login": LOGIN}
    set_up(services, server.port, "feil passord", **login)
    message = completed(services)
    for turn in range(1, 4):
        assert services.sender.send_due() == 0
        waits = now(services, message)
        assert waits.state == "klar"
        assert "kjente ikke igjen brukernavnet eller passordet" in waits.reason
        assert "Be IT se på innstillingene" in waits.reason
        assert waits.not_before == watch.now + timedelta(minutes=10)
        watch.now += timedelta(minutes=10, seconds=-1)
        assert services.sender.send_due() == 0
        assert server.mailbox.seen.count("PLAIN") == turn
        watch.now += timedelta(seconds=1)
    set_up(services, server.port, PASSWORD, **login)
    assert services.sender.send_due() == 1
    assert ids_in(server) == {message.id: 1}


@pytest.mark.parametrize("command", ["RCPT avd4@eksempel.no", "."])
def test_what_the_server_refuses_fails_with_its_reason_and_is_left_to_a_person(
    services: Services, post: START, watch: Watch, command: str
) -> None:
    server = post(answers={command: "554 5.7.1 not welcome here"})
    set_up(services, server.port)
    message = completed(services)
    assert services.sender.send_due() == 0
    failed = now(services, message)
    assert (failed.state, failed.attempts, failed.handed_over) == ("feilet", 1, None)
    assert failed.reason.endswith("Serveren svarte: 5.7.1 not welcome here")
    seen = list(server.mailbox.seen)
    watch.now += timedelta(days=3)
    assert services.sender.start() == services.sender.send_due() == 0
    assert server.mailbox.seen == seen


def test_one_that_fails_does_not_hold_up_the_next(services: Services, post: START, watch: Watch) -> None:
    server = post(answers={"RCPT nei@eksempel.no": "550 no such user"})
    set_up(services, server.port)
    first, second, third = add(services, 3)
    with services.database.transaction() as session:
        for each, address in ((first, "nei@eksempel.no"), (second, "ingen adresse")):
            message = outbox.get(session, each)
            assert message is not None
            outbox.move(session, message, "klar", to_address=address)
    assert services.sender.send_due() == 1
    assert ids_in(server) == {third: 1}


# ---------------------------------------------------------------- doubt


def test_a_cut_after_the_dot_is_never_resent_until_a_person_says_so(
    services: Services, post: START, handmade: BY_HAND, watch: Watch
) -> None:
    cutting = handmade({".": None})
    set_up(services, cutting.port)
    message = completed(services)
    assert services.sender.send_due() == 0
    doubt = now(services, message)
    assert (doubt.state, doubt.attempts) == ("usikker", 1)
    assert doubt.needs_hand
    assert not doubt.waits
    assert "kan være sendt" in doubt.reason

    server = post()
    set_up(services, server.port)
    for _ in range(5):
        watch.now += timedelta(days=1)
        assert services.sender.start() == services.sender.send_due() == 0
    assert server.mailbox.seen == []

    services.outbox.send_now(doubt)
    assert services.sender.send_due() == 1
    assert ids_in(server) == {message.id: 1}
    assert id_in(cutting.content) == message.id
    assert now(services, message).state == "sendt"


def test_a_person_who_has_asked_settles_the_doubt(
    services: Services, post: START, handmade: BY_HAND, watch: Watch
) -> None:
    set_up(services, handmade({".": None}).port)
    message = completed(services)
    services.sender.send_due()
    watch.now += timedelta(hours=2)
    doubt = now(services, message)
    services.outbox.did_leave(doubt)
    there = now(services, message)
    assert (there.state, there.handed_over) == ("sendt", watch.now)
    server = post()
    set_up(services, server.port)
    watch.now += timedelta(days=1)
    assert services.sender.send_due() == 0
    for late in (services.outbox.send_now, services.outbox.did_leave, dropped_by(services)):
        with pytest.raises(ChangedMeanwhileError):
            late(doubt)
    assert server.mailbox.seen == []


def taken(services: Services, message: Outgoing) -> None:
    """As another desk, or this one before it was killed, has left it."""
    with services.database.transaction() as session:
        assert outbox.move(session, message, "sender", handed_over=services.session.clock())


@pytest.mark.parametrize("clock", [timedelta(seconds=2), timedelta(hours=-1)])
def test_what_was_being_sent_when_the_program_ended_is_in_doubt_at_the_next_start(
    services: Services, post: START, watch: Watch, clock: timedelta
) -> None:
    server = post()
    set_up(services, server.port)
    message = completed(services)
    taken(services, message)
    watch.now += clock  # an hour back: somebody has set the clock of the PC
    assert services.sender.start() == 1
    assert services.sender.start() == 0
    doubt = now(services, message)
    assert (doubt.state, doubt.reason) == ("usikker", "Programmet ble avbrutt mens meldingen ble sendt.")
    watch.now += timedelta(days=1)
    assert services.sender.send_due() == 0
    assert server.mailbox.seen == []


@pytest.mark.parametrize("desk", ["postgresql"], indirect=True)
def test_another_desk_is_left_in_peace_until_it_must_be_dead(desk: OpenOffice, post: START, watch: Watch) -> None:
    server = post()
    mine, other = desk(), desk()
    set_up(mine, server.port)
    message = completed(other)
    taken(other, message)
    watch.now += OTHER_WORKSTATION_GRACE - timedelta(seconds=1)
    assert mine.sender.start() == mine.sender.send_due() == 0
    assert now(mine, message).state == "sender"
    watch.now += timedelta(seconds=1)
    assert mine.sender.send_due() == 0  # nobody has to start anything again for it
    assert now(mine, message).state == "usikker"
    assert server.mailbox.seen == []


def test_a_desk_that_wakes_up_long_after_does_not_settle_what_was_sent_again_meanwhile(
    services: Services, post: START, held: Callable[[str], Held], watch: Watch
) -> None:
    sleeping = held(".")
    set_up(services, sleeping.port, timeout=60)
    message = completed(services)
    with beside(services.sender.send_due):
        assert sleeping.reached.wait(10)
        watch.now += timedelta(hours=1)
        assert services.sender.start() == 1
        services.outbox.send_now(now(services, message))
        taken(services, now(services, message))
        before = now(services, message)
        sleeping.go.set()
    assert now(services, message) == before


def test_a_fate_that_could_not_be_written_is_in_doubt_and_not_sent_again(
    services: Services, post: START, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = post()
    set_up(services, server.port)
    message = completed(services)
    move = outbox.move

    def full(session: Any, seen: Outgoing, state: str, **new: object) -> bool:
        if state == "sendt":
            raise NoSpaceError("Disken er full.")
        return move(session, seen, state, **new)

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "move", full)
        with pytest.raises(NoSpaceError):
            services.sender.send_due()
    assert now(services, message).state == "sender"
    watch.now += OTHER_WORKSTATION_GRACE
    assert services.sender.send_due() == 0
    assert now(services, message).state == "usikker"
    assert ids_in(server) == {message.id: 1}


def test_nothing_is_given_away_when_it_could_not_be_written_that_it_would_be(
    services: Services, post: START, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = post()
    set_up(services, server.port)
    message = completed(services)

    def full(*_: Any, **__: Any) -> bool:
        raise NoSpaceError("Disken er full.")

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "move", full)
        with pytest.raises(NoSpaceError):
            services.sender.send_due()
    assert "DATA" not in server.mailbox.seen
    assert now(services, message) == message
    assert services.sender.send_due() == 1
    assert ids_in(server) == {message.id: 1}


# ---------------------------------------------------------------- SMS


def set_up_sms(services: Services, gateway: Gateway, *, timeout: float = 5.0, **changes: Any) -> None:
    body = '{"to": "{nummer}", "text": "{tekst}", "ref": "{id}"}'
    way = SmsGateway(url=gateway.url, body=body, timeout=timeout)
    services.sending.save(SendingSettings(sms="gateway", gateway=way, undo_seconds=0, **changes))


def test_silence_from_the_gateway_is_doubt_and_never_resent_by_itself(
    services: Services, gateway: Gateway, watch: Watch
) -> None:
    set_up_sms(services, gateway, timeout=2.0)  # the first request of a process takes Wine a second to read
    gateway.silent = True
    message = completed(services, calls.resignation)
    assert services.sender.send_due() == 0
    assert now(services, message).state == "usikker"
    gateway.silent = False
    watch.now += timedelta(days=1)
    assert services.sender.start() == services.sender.send_due() == 0
    assert len(gateway.requests) == 1
    services.outbox.send_now(now(services, message))
    assert services.sender.send_due() == 1
    assert len(gateway.requests) == 2
    assert now(services, message).state == "sendt"


@pytest.mark.parametrize(("status", "state"), [(503, "klar"), (401, "klar"), (400, "feilet"), (500, "usikker")])
def test_what_the_gateway_says_decides(services: Services, gateway: Gateway, status: int, state: str) -> None:
    set_up_sms(services, gateway)
    gateway.status = status
    message = completed(services, calls.resignation)
    assert services.sender.send_due() == 0
    assert now(services, message).state == state
    assert len(gateway.requests) == 1


def test_an_sms_can_leave_as_a_mail(services: Services, post: START) -> None:
    server = post()
    by_mail = SmsByMail(address="{nummer}@sms.eksempel.no", number_format="uten_pluss")
    set_up(services, server.port, sms="epost", sms_by_mail=by_mail)
    message = completed(services, calls.resignation)
    assert services.sender.send_due() == 1
    [envelope] = server.mailbox.received
    assert envelope.rcpt_tos == ["4799000418@sms.eksempel.no"]
    assert ids_in(server) == {message.id: 1}


def test_an_sms_without_a_number_says_so(services: Services, gateway: Gateway) -> None:
    set_up_sms(services, gateway)
    message = completed(services, calls.resignation)
    with services.database.transaction() as session:
        outbox.move(session, message, "klar", to_address="")
    assert services.sender.send_due() == 0
    failed = now(services, message)
    assert (failed.state, failed.reason) == ("feilet", "SMS-en har ikke noe nummer. Send den for hånd.")
    with pytest.raises(SwitchboardError, match="ikke noe nummer"):
        services.outbox.send_now(failed)
    assert gateway.requests == []


def test_what_is_not_set_up_waits_for_a_hand(services: Services, post: START, watch: Watch) -> None:
    server = post()
    set_up(services, server.port, mail="hand")
    message = completed(services)
    assert message.not_before is None
    watch.now += timedelta(days=1)
    assert services.sender.send_due() == 0
    with pytest.raises(SwitchboardError, match="Send den for hånd"):
        services.outbox.send_now(message)
    services.outbox.handed_over(message)
    assert now(services, message).state == "overlatt"
    assert server.mailbox.seen == []


def remark_and_words(services: Services, message: Outgoing) -> tuple[str, str]:
    """The remark of the call, and what is said of its message once the call is opened again."""
    assert message.member_id is not None
    assert message.inquiry_id is not None
    remark = services.members.open(message.member_id).remarks[-1].text
    draft = services.inquiries.reopen(message.inquiry_id).draft
    run = draft.run(services.inquiries.library, services.organisation.read())
    return remark, next(action.text for action in Outcome(run).actions() if action.id == "frist")


@pytest.mark.parametrize("way", ["smtp", "hand"])
@pytest.mark.parametrize("has_left", [False, True])
def test_a_call_that_is_opened_again_says_have_sent_only_of_what_has_left(
    services: Services, post: START, watch: Watch, way: str, has_left: bool
) -> None:
    """In both ways of sending, and the remark that was written at Fullfør never says so."""
    set_up(services, post().port, **({"mail": "hand"} if way == "hand" else {}))
    message = completed(services)
    if has_left and way == "smtp":
        watch.now += timedelta(seconds=3)
        assert services.sender.send_due() == 1
    elif has_left:
        services.outbox.handed_over(message)
    elif way == "hand":
        services.outbox.opened(message)  # in the mail program, and nobody has said that it was sent
    remark, said = remark_and_words(services, now(services, message))
    assert ("Jeg har sendt saken" in said, "Jeg sender saken" in said) == (has_left, not has_left)
    assert "Sak til DS avd. 4 på e-post, videreformidlet til DS når e-posten går." in remark
    assert "sendt" not in remark


# ---------------------------------------------------------------- two at once


@pytest.mark.parametrize("fault", ["down", "refused"])
def test_a_desk_that_fails_leaves_alone_what_another_desk_has_taken(
    desk: OpenOffice, post: START, fault: str, monkeypatch: pytest.MonkeyPatch
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


def test_two_desks_send_each_message_exactly_once(desk: OpenOffice, post: START, watch: Watch) -> None:
    server = post()
    one, two = desk(), desk()
    set_up(one, server.port)
    ids = add(one, 20)
    watch.now += timedelta(seconds=1)
    together = threading.Barrier(2)

    def send(services: Services) -> int:
        together.wait(10)
        return sum(services.sender.send_due() for _ in range(3))

    with beside(lambda: send(one)) as first, beside(lambda: send(two)) as second:
        pass
    assert ids_in(server) == dict.fromkeys(ids, 1)
    assert first[0] + second[0] == 20
    with one.database.reading() as session:
        states = Counter(m.state for m in outbox.newest(session) if m.id in ids)
    assert states == {"sendt": 20}


@pytest.mark.parametrize(("at", "wins"), [("RCPT", True), ("DATA", False), (".", False)])
def test_who_calls_back_before_the_point_of_no_return_wins_and_after_it_loses(
    desk: OpenOffice, held: Callable[[str], Held], at: str, wins: bool
) -> None:
    server, services = held(at), desk()
    set_up(services, server.port, timeout=60)  # it waits for the operators, however slow they are
    message = completed(services)
    operator = desk()
    with beside(services.sender.send_due) as sent:
        assert server.reached.wait(10)
        if wins:
            operator.outbox.drop(message, "ringte DS kl. 14.20")
        else:
            for seen in (message, now(operator, message)):  # an old list, and one read just now
                for late in (dropped_by(operator), operator.outbox.send_now, operator.outbox.handed_over):
                    with pytest.raises(ChangedMeanwhileError):
                        late(seen)
        server.go.set()
    assert sent == [0 if wins else 1]
    assert now(services, message).state == ("trukket" if wins else "sendt")
    assert ("DATA" in server.seen) is not wins


def test_an_operator_and_the_sender_never_both_win(desk: OpenOffice, post: START, watch: Watch) -> None:
    server = post()
    services, operator = desk(), desk()
    set_up(services, server.port)
    ids = add(services, 25)
    called_back = set()
    with operator.database.reading() as session:
        mine = [message for message in outbox.due(session, watch.now) if message.id in ids]
    with beside(services.sender.send_due) as sent:
        for message in reversed(mine):  # they meet somewhere in the middle
            try:
                operator.outbox.drop(message, "ringte DS kl. 14.20")
            except ChangedMeanwhileError:
                continue
            called_back.add(message.id)
            server_has = set(ids_in(server))
            assert message.id not in server_has
    assert set(ids_in(server)) == set(ids) - called_back
    assert set(ids_in(server).values()) <= {1}
    assert sent == [25 - len(called_back)]
    with services.database.reading() as session:
        there = {m.id: m.state for m in outbox.newest(session) if m.id in ids}
    assert there == {i: "trukket" if i in called_back else "sendt" for i in ids}


# ---------------------------------------------------------------- what a person sees


def test_those_that_need_a_person_are_first_however_old(services: Services, post: START, watch: Watch) -> None:
    set_up(services, post(answers={".": "554 no"}).port)
    old = completed(services)
    services.sender.send_due()
    watch.now += timedelta(days=30)
    set_up(services, post().port)
    add(services, 4)
    services.sender.send_due()
    with services.database.reading() as session:
        listed = outbox.newest(session, 3)
    assert [message.id == old.id for message in listed] == [True, False, False]
    assert {message.created for message in listed[1:]} == {watch.now}


def test_a_person_can_only_move_what_stands_still(services: Services, post: START, watch: Watch) -> None:
    set_up(services, post().port)
    message = completed(services)
    services.sender.send_due()
    sent = now(services, message)
    ways = (
        services.outbox.send_now,
        dropped_by(services),
        services.outbox.handed_over,
        services.outbox.not_after_all,
        services.outbox.did_leave,
    )
    for way in ways:
        with pytest.raises(ChangedMeanwhileError):
            way(sent)
    assert now(services, message) == sent


def test_nothing_about_a_member_gets_into_a_log(
    services: Services, post: START, handmade: BY_HAND, gateway: Gateway, watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for port in (
        closed_port(),
        post(answers={".": "554 Ingunn Fjeldheim 99000418"}).port,
        handmade({".": None}).port,
        post().port,
    ):
        set_up(services, port)
        completed(services)
        services.sender.send_due()
        watch.now += timedelta(seconds=1)
    set_up_sms(services, gateway)
    completed(services, calls.resignation)
    services.sender.send_due()
    gateway.status = 503
    completed(services, calls.resignation)
    services.sender.send_due()
    ours = [record for record in caplog.records if record.name not in ("mail.log", "asyncio")]
    assert any("waits" in record.getMessage() for record in ours)
    said = "\n".join(f"{record.getMessage()} {record.exc_text}" for record in ours)
    assert [word for word in NEVER_LOGGED if word.casefold() in said.casefold()] == []


def test_wrong_settings_are_never_given_up_however_long_they_are_wrong(
    services: Services, post: START, watch: Watch
) -> None:
    set_up(services, post().port, security="starttls")  # which it does not offer
    message = completed(services)
    for _ in range(GIVE_UP_AFTER + 3):
        services.sender.send_due()
        watch.now += timedelta(minutes=10)
    waits = now(services, message)
    assert (waits.state, waits.attempts) == ("klar", GIVE_UP_AFTER + 3)


def test_a_bug_in_one_message_holds_up_no_other(
    services: Services, post: START, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    server = post()
    set_up(services, server.port)
    first, second = completed(services), completed(services)
    send = mail.send

    def broken(letter: Mail, *rest: Any, **more: Any) -> str:
        if letter.id == first.id:
            raise RuntimeError(letter.subject)
        return send(letter, *rest, **more)

    monkeypatch.setattr(mail, "send", broken)
    assert services.sender.send_due() == 1
    assert now(services, first).state == "feilet"
    assert "si fra til IT" in now(services, first).reason
    assert now(services, second).state == "sendt"
    assert "204118" not in caplog.text


def test_an_address_found_later_outside_the_organisation_is_confirmed_first(services: Services, post: START) -> None:
    server = post()
    set_up(services, server.port)
    organisation = services.organisation.read()
    save_organisation(
        services,
        organisation.model_copy(
            update={
                "departments": tuple(d.model_copy(update={"email": ""}) for d in organisation.departments),
                "staff": tuple(p.model_copy(update={"email": ""}) for p in organisation.staff),
            }
        ),
    )
    message = completed(services)
    services.sender.send_due()
    assert now(services, message).state == "feilet"
    save_organisation(
        services,
        organisation.model_copy(
            update={
                "departments": tuple(
                    d.model_copy(update={"email": "avd@annet.example"}) for d in organisation.departments
                )
            }
        ),
    )
    services.outbox.send_now(now(services, message))
    assert now(services, message).state == "bekreft"
    services.sender.send_due()
    assert not server.mailbox.received
    services.outbox.send_now(now(services, message))
    assert services.sender.send_due() == 1
