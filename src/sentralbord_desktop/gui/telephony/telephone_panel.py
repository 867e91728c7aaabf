"""Telefon: how this office dials, with a test."""

from dataclasses import replace
from functools import partial

from sentralbord_desktop.domain.errors import WrongFieldsError
from sentralbord_desktop.domain.policies.policies import Policies
from sentralbord_desktop.domain.telephony.dialling import Dialling
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.field_grid import ADDRESS, NUMBER, Field
from sentralbord_desktop.gui.widgets.settings_panel import SettingsForm
from sentralbord_desktop.services.telephony import TelephoneService

WAYS = [("tel", "Windows' telefonlenker"), ("kommando", "Et program med nummeret"), ("av", "Ikke herfra")]
HELP = (
    "Ctrl+D, eller et klikk på nummeret, ringer. Spør IT hva telefonen på PC-en kan. Den andre "
    "veien, når det ringer hit, åpner telefonprogrammet lenken sentralbord:ring?nummer=99000000."
)


def telephone_form(telephone: TelephoneService, tasks: TaskRunner) -> SettingsForm[Dialling, Dialling]:
    return SettingsForm(
        "Telefon",
        HELP,
        tasks,
        read=telephone.read,
        fields=partial(_fields, telephone.policies),
        checks=written,
        save=telephone.save,
        said="Lagret. Prøv med Ctrl+D på et nummer.",
    ).lay_out()


def _fields(policies: Policies, dialling: Dialling) -> list[Field]:
    example = '"C:\\Program Files\\Telefon\\telefon.exe" /ring {nummer}'
    note = "Tomt, eller 0 for linje ut"
    fields = (
        Field("way", "Ring med", dialling.way, choices=WAYS),
        Field("command", "Program og nummer", dialling.command, example, width=ADDRESS),
        Field("prefix", "Siffer foran utgående numre", dialling.prefix, width=NUMBER, note=note),
    )
    return [replace(field, locked=policies.locks(f"telephone.{field.key}")) for field in fields]


def written(values: dict[str, str]) -> Dialling:
    prefix = values["prefix"].strip()
    if not (prefix.isascii() and (prefix.isdigit() or not prefix) and len(prefix) <= 4):
        raise WrongFieldsError({"prefix": "Foran nummeret står bare siffer, høyst fire. Skriv for eksempel 0."})
    return Dialling.model_validate({**values, "prefix": prefix})
