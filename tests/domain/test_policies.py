"""What IT may decide: read strictly, the first source that has it wins, and locks the form."""

from typing import Any

import pytest

from sentralbord_desktop.domain.dialling import Dialling
from sentralbord_desktop.domain.messages.message import MailServer, SmsByMail, SmsGateway
from sentralbord_desktop.domain.messages.settings import SendingSettings, decided_sending
from sentralbord_desktop.domain.policies import (
    BY_NAME,
    GROUP_POLICY,
    POLICIES,
    POLICY_TOML,
    SENDING,
    TELEPHONE,
    Policies,
    Source,
    decide,
)


def of(**values: Any) -> Policies:
    return decide([Source(POLICY_TOML, {"mail": values})])


@pytest.mark.parametrize(
    ("name", "written", "read"),
    [
        ("mail.host", "  smtp.forbundet.no ", "smtp.forbundet.no"),
        ("mail.port", 465, 465),
        ("mail.port", "465", 465),
        ("mail.security", "tls", "tls"),
        ("mail.own_domains", "forbundet.no, avd4.no,", ("forbundet.no", "avd4.no")),
        ("mail.own_domains", ["forbundet.no"], ("forbundet.no",)),
        ("sms.body", "a\nb", "a\nb"),
        ("operator.loop", 3, 3),
        ("mail.reply_to", "", ""),
        ("sms.success_status", "200, 201", (200, 201)),
        ("sms.success_status", 202, (202,)),
        ("sms.success_status", [200], (200,)),
        ("sms.headers", "", {}),
        (
            "sms.headers",
            "Authorization: Bearer {hemmelighet}\r\n\r\nX-Fra:bord: 1\n",
            {"Authorization": "Bearer {hemmelighet}", "X-Fra": "bord: 1"},
        ),
        ("sms.headers", ["Accept: */*"], {"Accept": "*/*"}),
    ],
)
def test_a_value_is_read_as_its_kind(name: str, written: object, read: object) -> None:
    assert BY_NAME[name].read(written) == read


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("mail.host", 5),
        ("mail.host", "a\nb"),
        ("mail.host", "x" * 1001),
        ("mail.port", 0),
        ("mail.port", 65_536),
        ("mail.port", "mange"),
        ("mail.port", True),
        ("mail.port", 5.5),
        ("mail.security", "SSL"),
        ("mail.own_domains", 5),
        ("mail.own_domains", [5]),
        ("telephone.prefix", "abc"),
        ("telephone.prefix", "00000"),
        ("telephone.prefix", "٠"),
        ("telephone.command", "x" * 501),
        ("operator.loop", 4),
        ("look.colours", "rosa"),
        ("mail.port", "²"),
        ("sms.success_status", "99"),
        ("sms.success_status", []),
        ("sms.success_status", ""),
        ("sms.headers", "Authorization"),
        ("sms.headers", "To ord: x"),
        ("sms.headers", [5]),
        ("sms.headers", 5),
        ("sms.headers", "A: \x07"),
        ("sms.headers", "A: " + "x" * 1001),
    ],
)
def test_a_wrong_value_is_named_and_never_repeated(name: str, written: object) -> None:
    section, key = name.split(".")
    found = decide([Source(POLICY_TOML, {section: {key: written}})])
    assert not found.decided
    assert len(found.faults) == 1
    assert found.faults[0].startswith(f"{POLICY_TOML}: «{name}» skal være")
    assert not (isinstance(written, str) and len(written) > 3 and written in found.faults[0])


def test_group_policy_goes_before_the_file_and_a_fault_leaves_the_rest() -> None:
    group = Source(GROUP_POLICY, {"mail": {"host": "a", "port": 0}})
    file = Source(POLICY_TOML, {"mail": {"host": "b", "port": 25, "hots": "c"}, "loop": 2, "x": {"y": 1}})
    found = decide([group, file])
    assert found.text("mail.host") == "a"
    assert found.decided["mail.port"].origin == POLICY_TOML
    assert found.faults == (
        "gruppepolicy: «mail.port» skal være fra 1 til 65535.",
        "policy.toml: «mail.hots» er ukjent.",
        "policy.toml: «loop» står utenfor en gruppe.",
        "policy.toml: «x.y» er ukjent.",
    )


def test_what_is_decided_holds_over_what_is_kept() -> None:
    kept = SendingSettings(server=MailServer(host="gammel", port=25, login="maja"))
    found = decided_sending(kept.model_dump(), of(way="smtp", host="ny"))
    assert found.mail == "smtp"
    assert found.server == MailServer(host="ny", port=25, login="maja")


def test_a_server_without_an_address_is_none() -> None:
    assert decided_sending({}, of(port=465)).server is None


def test_a_form_that_is_kept_leaves_what_it_decides_as_it_was_stored() -> None:
    policies = of(host="ny", undo_seconds=30)
    shown = decided_sending({"server": {"host": "gammel"}}, policies)
    assert shown.server is not None
    changed = shown.model_copy(update={"server": shown.server.model_copy(update={"login": "kari"})})
    stored = {"server": {"host": "gammel"}}
    written = changed.model_dump(mode="json")
    kept = policies.kept(written, stored, SENDING)
    assert kept["server"]["host"] == "gammel"
    assert kept["server"]["login"] == "kari"
    assert "undo_seconds" not in kept
    assert stored == {"server": {"host": "gammel"}}
    assert written == changed.model_dump(mode="json")  # neither is changed on the way


MODELS: dict[tuple[str, ...], Any] = {
    ("server",): MailServer,
    ("gateway",): SmsGateway,
    ("sms_by_mail",): SmsByMail,
    (): SendingSettings,
}


@pytest.mark.parametrize("policy", [p for p in POLICIES if p.section in SENDING], ids=lambda p: p.name)
def test_every_sending_policy_stands_for_a_setting_that_there_is(policy: Any) -> None:
    assert policy.path[-1] in MODELS[policy.path[:-1]].model_fields


def test_every_telephone_policy_stands_for_a_setting_that_there_is() -> None:
    paths = {p.path for p in POLICIES if p.section in TELEPHONE}
    assert paths == {(name,) for name in Dialling.model_fields}


def test_a_password_in_an_address_is_not_shown() -> None:
    url = "postgresql+psycopg://bord:hemmelig@tjener/felles"
    found = decide([Source(POLICY_TOML, {"register": {"database_url": url}})])
    assert found.decided["register.database_url"].shown == "postgresql+psycopg://bord:***@tjener/felles"
    assert found.text("register.database_url") == url


@pytest.mark.parametrize("policy", POLICIES, ids=lambda p: p.name)
def test_whatever_is_read_is_a_value_that_the_setting_takes(policy: Any) -> None:
    """Else a policy would keep the settings, or the telephone, from being read at all."""
    values = {
        "number": [policy.least, policy.most],
        "choice": policy.choices,
        "digits": ["9" * policy.longest, ""],
        "list": ["a.no, b.no", ""],
        "numbers": [f"{policy.least}, {policy.most}"],
        "headers": ["A: b\nC: d", ""],
    }.get(policy.kind, ["x" * policy.longest, ""])
    for value in values:
        found = decide([Source(POLICY_TOML, {policy.section: {policy.key: value}})])
        assert not found.faults
        decided_sending({}, found)
        Dialling.model_validate(found.over({}, TELEPHONE))


def test_none_is_a_password_or_a_key() -> None:
    """What is decided for a PC lies where everybody on it may read it."""
    secrets = ("password", "passphrase", "secret", "pin", "token", "api_key")
    names = {name for policy in POLICIES for name in (policy.key, *policy.path)} - {"token_url"}
    assert not [name for name in names if any(word in name.split("_") for word in secrets)]
