"""What leaves the organisation after a call, as real servers receive it, and what never leaves (PR-6)."""

import email.policy
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import Envelope
from cryptography.hazmat.primitives.serialization import Encoding

from sentralbord_desktop.bootstrap import DATABASE_FILE, build
from sentralbord_desktop.delivery import tls_context
from sentralbord_desktop.domain.dates.clock import OSLO
from sentralbord_desktop.domain.errors import SwitchboardError
from sentralbord_desktop.domain.inquiries.inquiry import Action, Facts, Receipt
from sentralbord_desktop.domain.inquiries.review import Review
from sentralbord_desktop.domain.messages.message import MailServer, SmsGateway
from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.domain.messages.settings import SendingSettings
from sentralbord_desktop.domain.organisation.organisation import Department, Organisation, Staff
from sentralbord_desktop.procedures.checks.simulate import read_facts
from sentralbord_desktop.procedures.loader import default_organisation, library
from sentralbord_desktop.procedures.outcome import Outcome
from sentralbord_desktop.services.drafts import Draft
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage import outbox, secret_store
from sentralbord_desktop.storage.encryption.keys import Key
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.members.members import add_member
from tests.helpers.acceptance import answer_with, confirm_proposals
from tests.helpers.authority import Authority
from tests.helpers.postgres import Cluster
from tests.helpers.servers import LOGIN, PASSWORD, Gateway, Post
from tests.helpers.stored import save_organisation
from tests.helpers.union_calls import Call, all_calls

pytestmark = pytest.mark.usefixtures("no_proxies")

KEY = Key(bytes(range(32)))
CALLS = {call.id: call for call in all_calls()}
NAME, STREET, EMPLOYER = "Ragnhild Kvernberg", "Granveien 4, 2312 Ottestad", "Bryggekroa Drift AS"
SENDER, SENDER_NAME, REPLY = ("sentralbord@forbundet.no", "Sentralbordet, på vakt", "svar@forbundet.no")
SECRET = "nøkkel-77"
MESSAGES = {"EMAIL", "SMS", "LETTER_ORDER"}
DISPUTE = re.compile(
    r"oppsig|oppsagt|sagt opp|avskjed|lønn|permitter|konkurs|suspen|advarsel|drøfting|forhandl"
    r"|trøbbel|tvist|søksmål|erstatning|arbeidsgiver|jobb|distriktssekretær|\bDS\b|frist|§",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Mailed:
    """One e-mail that a call must lead to, and what has to stand in it."""

    to: str
    subject: str
    facts: tuple[str, ...]
    copy: str = ""
    letter: tuple[str, ...] = field(default=())


SIGNED = ("Hilsen Maja Hovde, sentralbordet", "kl. 14.09", "taushetsbelagte medlemsopplysninger")
EXPECTED = {
    "S11": [
        Mailed(
            "avd4@forbundet.no",
            "Ønske om overføring til avd. 9 – medlem M-1011",
            (
                "M-1011",
                "09.03.2026",
                "ønsker selv",
                "til avd. 9",
                "bedt om skriftlig bekreftelse",
                "Overføringen foretas av dere",
                *SIGNED,
            ),
        )
    ],
    "S23": [
        Mailed(
            "post@forbundet.no",
            "Send reservasjonserklæring og returkonvolutt – medlem M-1023",
            (
                "Hei, Beate!",
                "reservasjonserklæring for gammel GF",
                "returkonvolutt",
                "M-1023",
                f"Adresse kontrollert i dag: {STREET}",
                "Avd. 7 får beskjed",
                "16.03.2026",
                *SIGNED,
            ),
            letter=(f"{NAME}\n{STREET}", "reservasjonserklæring", "ferdig adressert returkonvolutt"),
        ),
        Mailed(
            "avd7@forbundet.no",
            "Ønsker å avslutte GF – medlem M-1023",
            ("M-1023", "16.03.2026", "avslutte gammel GF", *SIGNED),
        ),
    ],
    "S26": [
        Mailed(
            "ds8@forbundet.no",
            "Oppsigelse – medlem M-1026 – mulig frist 01.04.2026",
            (
                "M-1026",
                "23.03.2026 kl. 14.09",
                "Gjelder: oppsigelse",
                f"Arbeidsgiver: {EMPLOYER}",
                "Mottatt brev: 19.03.2026",
                "Forhandling: ikke holdt",
                "Ønsker: jobben tilbake",
                "Kontakt med tillitsvalgt: nei",
                "Nås på: 990 00 418",
                "Beregnet frist (veiledende): 01.04.2026, grunnlag: mottatt 19.03.2026",
                "01.04.2026 (rått 02.04.2026, etter § 149 07.04.2026)",
                "13.05.2026 (rått 14.05.2026, etter § 149 15.05.2026)",
                "informert om mulig frist 01.04.2026",
                "bekrefter fristen",
                *SIGNED,
            ),
        )
    ],
    "S31": [
        Mailed(
            "ds5@forbundet.no",
            "HASTER – Manglende lønn – medlem M-1031 – mulig frist 15.04.2026",
            (
                "M-1031",
                "13.04.2026 kl. 14.09",
                "Eldste ubetalte lønn forfalt: 15.04.2023",
                "Bedriften konkurs: nei",
                "Kontakt med tillitsvalgt: finnes ikke",
                "Nås på: 990 00 418",
                "Beregnet frist (veiledende): 15.04.2026",
                *SIGNED,
            ),
        )
    ],
    "E03": [
        Mailed(
            "ds6b@forbundet.no",
            "Spørsmål om avtale eller lov – medlem M-2003 – kan ikke vente",
            ("Medlem M-2003 spør: Hvordan er pausen?", "990 00 418", "25.03.2026", *SIGNED),
        )
    ],
    "E10": [
        Mailed(
            "avd9@forbundet.no",
            "Oppsigelse – medlem M-2010 – mulig frist 02.06.2026",
            (
                "M-2010",
                "Mottatt brev: 06.03.2026",
                "Forhandling: avsluttet 07.04.2026",
                "Ønsker: bare erstatning",
                "Kontakt med tillitsvalgt: ja",
                "Nås på: 990 00 418",
                "frist (veiledende): 02.06.2026",
                "04.09.2026 (rått 06.09.2026, etter § 149 07.09.2026)",
                *SIGNED,
            ),
        )
    ],
}


def organisation(**addresses: str) -> Organisation:
    """Everybody has an address, some only through their department; `addresses` are roles' own."""
    default = default_organisation()
    departments = tuple(
        Department(
            number=number,
            name=f"Sted {number}",
            email=f"avd{number}@forbundet.no",
            postal_address=f"Postboks {number}, 2301 Hamar",
            ks_first_contact=number == 2,
        )
        for number in range(1, 10)
    )
    people = (
        (2, "DS", "ds2@forbundet.no"),
        (2, "KS", "ks2@forbundet.no"),
        (5, "DS", "ds5@forbundet.no"),
        (6, "DS", ""),
        (6, "DS", "ds6b@forbundet.no"),
        (8, "DS", "ds8@forbundet.no"),
        (9, "DS", ""),
    )
    staff = tuple(
        Staff(id=n, name=f"Person {n}", function=function, department=number, email=address)
        for n, (number, function, address) in enumerate(people, 1)
    )
    roles = tuple(
        role.model_copy(update={"email": addresses.get(role.key, f"{role.key}@forbundet.no")}) for role in default.roles
    )
    return default.model_copy(update={"departments": departments, "staff": staff, "roles": roles})


class Office:
    """One office whose clock stands at nine minutes past two on the day of the call."""

    def __init__(self, folder: Path, *, practice: bool = False, url: str = "") -> None:
        self.day, self.later = date(2026, 3, 2), timedelta(0)
        self.database = Database.server(url) if url else Database.file(folder / DATABASE_FILE, KEY)
        self.services: Services = build(
            self.database, folder, practice=practice, clock=self.clock, os_user="maja.hovde"
        )

    def clock(self) -> datetime:
        return datetime.combine(self.day, time(14, 9), OSLO).astimezone(UTC) + self.later

    def take(self, call: Call, *said: Any, sms: bool = False, **facts: Any) -> tuple[Receipt, Draft]:
        """The call answered and completed; `sms` puts every SMS that it offers in."""
        self.day = date.fromisoformat(call.raw["call_date"])
        known = read_facts(json.dumps(call.raw))
        member = known.member.model_copy(update={"name": NAME, "address": STREET, "employer": EMPLOYER, **facts})
        about = {
            "sign": "MH",
            "operator_name": "Maja Hovde",
            "call_time": "14.09",
            "member": member,
            "caller_phone": "99000418",
            "caller_name": NAME,
        }
        draft = self._answered(call, known.model_copy(update=about), said or call.answers)
        actions = Outcome(draft.run(library(), self.services.organisation.read())).actions()
        review = Review(
            said=tuple(action.id for action in actions if action.must_be_said),
            on={action.id: True for action in actions if sms and action.kind == "SMS"},
        )
        draft = draft.model_copy(update={"review": review})
        return self.services.inquiries.complete(draft), draft

    def _answered(self, call: Call, facts: Facts, said: Any) -> Draft:
        draft = Draft(
            id=f"{call.id}-{self.later.days}",
            member_id=self._enrolled(facts),
            title=call.id,
            category=call.category,
            started=self.clock(),
            facts=facts,
        )
        run = draft.run(library(), self.services.organisation.read())
        for answer in said:
            name = next(iter(answer)) if isinstance(answer, dict) else str(answer).partition("=")[0]
            if name.startswith("+") or confirm_proposals(run, before=name).current:  # else the number is known already
                run = answer_with(run, answer)
        return draft.with_run(confirm_proposals(run))

    def _enrolled(self, facts: Facts) -> int | None:
        number = facts.member.member_no
        if not number:
            return None
        with self.database.transaction() as session:
            fields = {
                "number": number,
                "first_name": "Ragnhild",
                "last_name": "Kvernberg",
                "department": facts.member.department,
                "status": "yrkesaktiv",
            }
            return add_member(session, fields, author="TEST", at=self.clock(), inquiry_id=None, source="import").id

    def messages(self, receipt: Receipt) -> list[Outgoing]:
        with self.database.reading() as session:
            return outbox.of_inquiry(session, receipt.inquiry_id)

    def round(self, **later: float) -> int:
        """One round of the sender, perhaps some time later."""
        self.later += timedelta(**later)
        return self.services.sender.send_due()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register to be copied: making the tables takes a second."""
    folder = tmp_path_factory.mktemp("mal")
    office = Office(folder)
    office.services.session.update(name="Maja Hovde", initials="MH")
    save_organisation(office.services, organisation())
    office.services.close()
    return folder / DATABASE_FILE


@pytest.fixture
def office(furnished: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copy(furnished, tmp_path / DATABASE_FILE)
    office = Office(tmp_path)
    yield office
    office.services.close()


@pytest.fixture
def server(post: Callable[..., Post], authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Post:
    """A mail server that wants STARTTLS and a password, and whose certificate this PC trusts."""
    trusted = tmp_path / "ca.pem"
    trusted.write_bytes(authority.certificate.public_bytes(Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setattr(tls_context, "_read", tls_context._read.__wrapped__)  # read now, and by nobody after
    return post(tls_context=authority.server, require_starttls=True, login=True)


def settings(server: Post, gateway: Gateway | None = None, undo_seconds: int = 0) -> SendingSettings:
    way = (
        SmsGateway(
            url=f"{gateway.url}/sms",
            sender="Forbundet",
            number_format="uten_pluss",
            timeout=2,
            headers={"Authorization": "Token {hemmelighet}"},
            body='{"to": "{nummer}", "from": "{avsender}", "text": "{tekst}", "ref": "{id}"}',
        )
        if gateway
        else None
    )
    return SendingSettings(
        mail="smtp",
        sms="gateway" if way else "hand",
        gateway=way,
        undo_seconds=undo_seconds,
        own_domains=("forbundet.no",),
        server=MailServer(
            host="127.0.0.1",
            port=server.port,
            login=LOGIN,
            sender=SENDER,
            reply_to=REPLY,
            sender_name=SENDER_NAME,
            timeout=5,
        ),
    )


def send_by(office: Office, how: SendingSettings) -> None:
    office.services.sending.save(how, mail_secret=PASSWORD, sms_secret=SECRET)


def read(envelope: Envelope) -> EmailMessage:
    assert isinstance(envelope.content, bytes)
    message = message_from_bytes(envelope.content, policy=email.policy.SMTP)
    assert isinstance(message, EmailMessage)
    return message


def lines(message: EmailMessage) -> list[str]:
    return str(message.get_content()).removesuffix("\r\n").split("\r\n")


def written(draft: Draft, services: Services, *kinds: str) -> list[Action]:
    """What the outcome says, without any outbox."""
    actions = Outcome(draft.run(library(), services.organisation.read())).actions()
    return [action for action in actions if action.kind in kinds and action.on]


def free_texts(draft: Draft) -> set[str]:
    """Whatever somebody has typed, and the words of it; «9» is a department, not a story."""
    typed = {answer.text for answer in draft.answers.values()}
    typed |= {value for answer in draft.answers.values() for value in answer.fields.values()}
    words = {word for text in typed for word in re.findall(r"[^\W\d_]{4,}", text)}
    return {text for text in typed | words if len(text) > 3}


def check_received(envelope: Envelope, row: Outgoing, action: Action, wanted: Mailed) -> None:
    message = read(envelope)
    copies = [wanted.copy] if wanted.copy else []
    assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, [wanted.to, *copies])
    assert [address.addr_spec for address in message["To"].addresses] == [wanted.to]
    assert [a.addr_spec for a in (message["Cc"].addresses if message["Cc"] else ())] == copies
    assert message["Subject"] == wanted.subject == action.subject
    assert lines(message) == action.text.split("\n")
    assert [fact for fact in wanted.facts if fact not in "\n".join(lines(message))] == []
    [sender] = message["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (SENDER_NAME, SENDER)
    assert message["Reply-To"] == REPLY
    assert message["Message-ID"] == f"<{row.id}@forbundet.no>"
    assert message["Date"].datetime == row.created
    assert all(part in f"{row.letter_to}\n{row.letter}" for part in wanted.letter)
    assert row.letter == action.data.get("letter_text", "")


# ---------------------------------------------------------------- what arrives


def test_every_call_with_a_message_is_here() -> None:
    with_message = {call.id for call in CALLS.values() if MESSAGES & {wanted.get("type") for wanted in call.expected}}
    assert set(EXPECTED) == with_message


@pytest.mark.parametrize("name", EXPECTED)
def test_the_mail_of_a_call_arrives_field_by_field(office: Office, server: Post, name: str) -> None:
    send_by(office, settings(server))
    receipt, draft = office.take(CALLS[name])
    moment = office.clock()
    rows = office.messages(receipt)
    assert {row.state for row in rows} == {"klar"}
    assert server.mailbox.received == []
    assert office.round(seconds=2) == len(rows) == len(EXPECTED[name])

    arrived = {read(e)["Message-ID"]: e for e in server.mailbox.received}
    assert len(arrived) == len(server.mailbox.received) == len(rows)
    actions = {action.subject: action for action in written(draft, office.services, *MESSAGES)}
    wanted = {mail.subject: mail for mail in EXPECTED[name]}
    assert set(actions) == set(wanted)
    for row in office.messages(receipt):
        envelope = arrived[f"<{row.id}@forbundet.no>"]
        check_received(envelope, row, actions[row.subject], wanted[row.subject])
        assert (row.state, row.handed_over) == ("sendt", moment + timedelta(seconds=2))
        subject = str(read(envelope)["Subject"]).casefold()
        private = {*NAME.split(), *EMPLOYER.split()[:2], "99000418", "990 00 418"}
        for text in private | free_texts(draft):
            assert text.casefold() not in subject
    assert receipt.by_hand == ()
    assert office.round(days=1) == 0


def test_the_order_names_the_enclosures_and_the_address_that_was_corrected_in_the_call(
    office: Office, server: Post
) -> None:
    send_by(office, settings(server))
    new = {"street": "Nyveien 1", "post_code": "2312", "place": "Ottestad"}
    receipt, _ = office.take(
        CALLS["S23"],
        "sporsmal=avslutte",
        "gf_type_avslutte=gammel",
        "+adresse=nei",
        "identitet=ja",
        {"ny_adresse": new},
    )
    office.round()
    [order] = [e for e in server.mailbox.received if e.rcpt_tos == ["post@forbundet.no"]]
    [row] = [row for row in office.messages(receipt) if row.kind == "brevordre"]
    assert "Nyveien 1, 2312 Ottestad" in "\n".join(lines(read(order)))
    assert row.letter_to == f"{NAME}\nNyveien 1, 2312 Ottestad"
    for enclosure in ("reservasjonserklæring", "returkonvolutt"):
        assert enclosure in "\n".join(lines(read(order)))
        assert enclosure in row.letter


def test_the_first_contact_gets_a_copy(office: Office, server: Post) -> None:
    """TR-4: KS in avd. 2 did not answer, so DS gets it and KS the copy."""
    send_by(office, settings(server))
    said = ("ja", "ja", "oppsagt", "ja", "2026-03-19", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "ja", "ja")
    call = Call(
        "TR-4",
        {**CALLS["E01"].raw, "availability": {"KS": False, "DS": False, "saksbehandler": False}},
        "trobbel",
        said,
    )
    receipt, draft = office.take(call)
    assert office.round() == 1
    [envelope], [row] = server.mailbox.received, office.messages(receipt)
    [action] = written(draft, office.services, "EMAIL")
    wanted = Mailed(
        "ds2@forbundet.no",
        "Oppsigelse – medlem M-2001 – mulig frist 01.04.2026",
        ("M-2001", "Nås på: 990 00 418"),
        copy="ks2@forbundet.no",
    )
    check_received(envelope, row, action, wanted)


def test_every_sms_of_the_calls_reaches_the_gateway_and_gives_nothing_away(
    office: Office, server: Post, gateway: Gateway
) -> None:
    """PR-6: no word of the dispute, no employer, no name, nothing that was typed."""
    send_by(office, settings(server, gateway))
    sent: dict[str, str] = {}
    for call in CALLS.values():
        gateway.requests.clear()
        receipt, draft = office.take(call, sms=True)
        rows = [row for row in office.messages(receipt) if row.kind == "sms"]
        office.round()
        texts = [action.text for action in written(draft, office.services, "SMS")]
        assert texts == []  # nobody has asked for them before the review
        asked = [json.loads(request["body"]) for request in gateway.requests]
        assert asked == [{"to": "4799000418", "from": "Forbundet", "text": row.body, "ref": row.id} for row in rows]
        for request, row in zip(gateway.requests, rows, strict=True):
            assert request["headers"]["Authorization"].encode("latin-1").decode() == f"Token {SECRET}"
            assert DISPUTE.search(row.body) is None, row.body
            for private in {*NAME.split(), *EMPLOYER.split()[:2], *free_texts(draft)}:
                assert private.casefold() not in row.body.casefold()
            assert row.to_address == "99000418"
        assert {row.state for row in office.messages(receipt) if row.kind == "sms"} <= {"sendt"}
        for row in rows:
            sent[call.id] = row.body
    assert set(sent) == {"S10", "S11", "S26", "S31", "S33", "E10", "E11"}
    assert "avd4@forbundet.no eller Postboks 4, 2301 Hamar" in sent["S11"]
    assert "onsdag 1. april" in sent["S26"]
    assert "tirsdag 2. juni" in sent["E10"]


def test_no_subject_is_made_of_what_somebody_typed() -> None:
    """PR-6. A course and a newspaper are typed too, and stand there by the rulebook's own templates; which GF is
    one of three words."""
    known = {"nr", "haster", "hendelse_tittel", "frist_emne", "til_avd_kort", "kan_ikke_vente"}
    templates = library().templates
    subjects = {key: set(re.findall(r"{(\w+)", t.subject)) - known for key, t in templates.items()}
    assert {key: typed for key, typed in subjects.items() if typed} == {
        "E-KU": {"kurs_emne"},
        "E-MD": {"redaksjon"},
        "E-CB": {"tema_kort"},
        "E-GF-PURRING": {"gf_hva"},
    }
    used = {output.template for p in library().procedures.values() for output in p.outputs}
    assert "E-CB" not in used


# ---------------------------------------------------------------- what is held, and what fails


def test_a_member_who_wants_no_sms_gets_none(office: Office, server: Post, gateway: Gateway) -> None:
    send_by(office, settings(server, gateway))
    call = Call("UT", CALLS["S10"].raw, "utmelding", ("identitet=ja", "epost_brev", "avdeling=1"))
    receipt, _ = office.take(call)
    assert [row.kind for row in office.messages(receipt)] == ["sms"]
    assert office.round() == 1
    assert len(gateway.requests) == 1

    raw = {**call.raw, "member": {**call.raw["member"], "member_no": "M-1099"}}
    silent = Call("UTEN", raw, "utmelding", ("identitet=ja", "epost_brev", "avdeling=1"))
    receipt, _ = office.take(silent, no_sms=True)
    assert office.messages(receipt) == []
    assert office.round(days=1) == 0
    assert len(gateway.requests) == 1


@pytest.mark.parametrize("outside", ["beate@postbyra.example", "beate@forbundet.no.example"])
def test_what_would_leave_the_organisation_waits_until_a_person_has_confirmed_it(
    office: Office, server: Post, outside: str
) -> None:
    save_organisation(office.services, organisation(post=outside))
    send_by(office, settings(server))
    receipt, _ = office.take(CALLS["S23"])
    assert receipt.by_hand == ("Bekreft brevbestilling til Beate (utgående post): adressen er utenfor forbundet",)
    assert [office.round(days=n) for n in (0, 1, 30)] == [1, 0, 0]
    assert [e.rcpt_tos for e in server.mailbox.received] == [["avd7@forbundet.no"]]
    [held] = [row for row in office.messages(receipt) if row.state != "sendt"]
    assert (held.state, held.needs_hand, held.not_before) == ("bekreft", True, None)

    office.services.outbox.send_now(held)
    assert office.round() == 1
    assert server.mailbox.received[1].rcpt_tos == [outside]
    assert read(server.mailbox.received[1])["Message-ID"] == f"<{held.id}@forbundet.no>"


def test_a_copy_that_would_leave_the_organisation_holds_the_mail(office: Office, server: Post) -> None:
    people = tuple(
        who.model_copy(update={"email": "ks@hotell.example"}) if who.function == "KS" else who
        for who in organisation().staff
    )
    save_organisation(office.services, organisation().model_copy(update={"staff": people}))
    send_by(office, settings(server))
    said = ("ja", "ja", "oppsagt", "ja", "2026-03-19", "ikke_holdt", "jobb", "ingen", "ingen", "vet_ikke", "ja", "ja")
    call = Call(
        "TR-4",
        {**CALLS["E01"].raw, "availability": {"KS": False, "DS": False, "saksbehandler": False}},
        "trobbel",
        said,
    )
    receipt, _ = office.take(call)
    assert [row.state for row in office.messages(receipt)] == ["bekreft"]
    assert office.round(days=1) == 0


def test_a_holder_without_an_address_is_named_and_gets_it_once_there_is_one(office: Office, server: Post) -> None:
    save_organisation(office.services, organisation(post=""))
    send_by(office, settings(server))
    receipt, _ = office.take(CALLS["S23"])
    assert office.round() == 1
    [failed] = [row for row in office.messages(receipt) if row.state != "sendt"]
    assert (failed.state, failed.to_address) == ("feilet", "")
    assert failed.reason == ("Beate (utgående post) har ingen adresse. Legg den inn i Katalog, og prøv igjen.")
    with pytest.raises(SwitchboardError, match="har ingen adresse"):
        office.services.outbox.send_now(failed)
    assert office.round(days=1) == 0

    save_organisation(office.services, organisation())
    office.services.outbox.send_now(failed)
    assert office.round() == 1
    assert server.mailbox.received[1].rcpt_tos == ["post@forbundet.no"]
    assert {row.state for row in office.messages(receipt)} == {"sendt"}


def test_undone_in_time_nothing_is_ever_received(office: Office, server: Post, gateway: Gateway) -> None:
    send_by(office, settings(server, gateway, undo_seconds=60))
    receipt, _ = office.take(CALLS["S26"], sms=True)
    assert [line.endswith("sendes kl. 14.10") for line in receipt.to_come] == [True, True]
    assert office.round(seconds=59) == 0
    reopened = office.services.inquiries.reopen(receipt.inquiry_id)
    assert reopened.already_left == ()
    assert {row.state for row in office.messages(receipt)} == {"trukket"}
    assert [office.round(minutes=m) for m in (1, 60, 1440)] == [0, 0, 0]
    assert (server.mailbox.seen, gateway.requests) == ([], [])

    again = office.services.inquiries.complete(reopened.draft)
    assert office.round(minutes=1) == 2
    assert len(server.mailbox.received) == len(gateway.requests) == 1
    assert {row.state for row in office.messages(again)} == {"sendt"}


def test_undone_too_late_names_what_has_left_and_takes_back_the_rest(
    office: Office, server: Post, gateway: Gateway
) -> None:
    send_by(office, settings(server, gateway))
    gateway.cut = True  # whether the SMS left, nobody knows
    receipt, _ = office.take(CALLS["S26"], sms=True)
    assert office.round() == 1
    reopened = office.services.inquiries.reopen(receipt.inquiry_id)
    assert set(reopened.already_left) == {
        "E-posten til DS avd. 8 Sted 8 er allerede sendt og kan ikke hentes tilbake.",
        "SMS-en til medlem kan være sendt. Spør mottakeren.",
    }
    assert office.round(days=1) == 0
    assert {row.state for row in office.messages(receipt)} == {"sendt", "usikker"}

    save_organisation(office.services, organisation(post="beate@postbyra.example"))
    receipt, _ = office.take(CALLS["S23"])  # the order waits for a yes, the mail to avd. 7 leaves
    assert office.round() == 1
    reopened = office.services.inquiries.reopen(receipt.inquiry_id)
    assert len(reopened.already_left) == 1
    assert {row.kind: row.state for row in office.messages(receipt)} == {"epost": "sendt", "brevordre": "trukket"}


def test_practice_never_sends(tmp_path: Path, server: Post, gateway: Gateway) -> None:
    office = Office(tmp_path, practice=True)
    send_by(office, settings(server, gateway))
    assert not office.services.sending.read().sends("epost")
    receipt, _ = office.take(CALLS["S26"], sms=True)
    rows = office.messages(receipt)
    assert len(rows) == len(receipt.by_hand) == 2
    assert {(row.state, row.not_before) for row in rows} == {("klar", None)}
    with office.database.transaction() as session:  # even where one would be due
        for row in rows:
            assert outbox.move(session, row, "klar", not_before=office.clock())
    assert [office.round(days=n) for n in (0, 1)] == [0, 0]
    for row in rows:
        with pytest.raises(SwitchboardError, match="kan ikke sendes av seg selv"):
            office.services.outbox.send_now(row)
    assert (server.mailbox.seen, gateway.requests) == ([], [])
    office.services.close()


def test_a_desk_without_the_password_leaves_the_mail_to_one_that_has_it(
    cluster: Cluster, server: Post, tmp_path: Path, vault: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each PC keeps its own passwords: what one cannot send is not put off for the others."""
    monkeypatch.setattr(secret_store, "keyring_backend", lambda: vault)
    url = cluster.url(name := cluster.new_database())
    here = Office(tmp_path, url=url)
    here.services.session.update(name="Maja Hovde", initials="MH")
    save_organisation(here.services, organisation())
    send_by(here, settings(server))
    receipt, _ = here.take(CALLS["S26"])
    known = dict(vault)
    vault.clear()  # as at the other PC
    assert here.round(minutes=1) == 0
    (mail,) = [row for row in here.messages(receipt) if row.kind != "sms"]
    assert (mail.state, mail.attempts, mail.reason) == ("klar", 0, "")
    vault.update(known)
    assert here.round(seconds=1) == 1
    assert len(server.mailbox.received) == 1

    again, _ = here.take(CALLS["S31"])
    vault.clear()
    assert here.round(minutes=1) == 0
    assert here.round(minutes=20) == 0  # nobody has it: it is said
    reasons = [row.reason for row in here.messages(again) if row.kind != "sms"]
    assert "passord" in reasons[0].casefold()
    here.services.close()
    cluster.drop(name)
