"""The fields about the possible deadline in nynorsk, English and Polish (rulebook, 6.1: other languages)."""

from collections.abc import Callable
from datetime import date

from sentralbord_desktop.domain.dates.foreign_dates import foreign_date, foreign_eve, short_foreign_date
from sentralbord_desktop.domain.deadlines import nearer
from sentralbord_desktop.domain.telephony import spoken_number
from sentralbord_desktop.procedures.model import StepRole
from sentralbord_desktop.procedures.template_fields.contact import is_without_number
from sentralbord_desktop.procedures.template_fields.context import FieldContext, Reader
from sentralbord_desktop.procedures.template_fields.deadline import call_again_at, member_deadline

WORDS = {
    "nn": {
        "today": "i dag, {day}",
        "eve": " Det er {eve}, og kontora kan vere stengde. Rekn med dagen før.",
        "eve_today": " Det er {eve}, og kontora kan stengje tidleg.",
        "contact": "Vi tek kontakt før det.",
        "contact_today": "Vi tek kontakt i dag.",
        "contact_soon": "Vi tek kontakt innan ei veke.",
        "by": "innan {day}",
        "by_hour": "innan klokka {hour} {day}",
        "by_hour_later": "innan klokka {hour} {day}",
        "by_today": "i dag",
        "by_tomorrow": "i morgon",
        "again": "Høyrer du ikkje frå oss {by}, så ring igjen.",
        "again_no_number": "Vi manglar nummeret ditt, så ring igjen {by}.",
        "ring": "ring oss",
        "ring_at": "ring oss på {number}",
        "next": "Fristen for {purpose} ser ut til å vere {day}.",
        "next_eve": "Den neste fristen kan vere {day}, {eve}.",
        "none_open": "Distriktssekretæren må sjå på det i dag.",
        "confirmed": ". Distriktssekretæren stadfestar.",
        "protocol": ". Protokollen kan gi ny frist. Vi stadfestar.",
        "confirmed_eve": ", {eve}. Rekn med dagen før. Vi stadfestar.",
        "confirmed_eve_today": ", {eve}. Kort dag. Vi stadfestar.",
    },
    "en": {
        "today": "today, {day}",
        "eve": " That is {eve}, and the offices may be closed. Count on the day before.",
        "eve_today": " It is {eve}, and the offices may close early.",
        "contact": "We will contact you before then.",
        "contact_today": "We will contact you today.",
        "contact_soon": "We will contact you within a week.",
        "by": "by {day}",
        "by_hour": "by {hour} {day}",
        "by_hour_later": "by {hour} on {day}",
        "by_today": "today",
        "by_tomorrow": "tomorrow",
        "again": "If you do not hear from us {by}, call again.",
        "again_no_number": "We lack your number, so please call again {by}.",
        "ring": "please call us",
        "ring_at": "please call us on {number}",
        "next": "The deadline for {purpose} seems to be {day}.",
        "next_eve": "The next deadline may be {day}, {eve}.",
        "none_open": "The district secretary must look at it today.",
        "confirmed": ". The district secretary will confirm.",
        "protocol": ". The minutes may move it. We confirm.",
        "confirmed_eve": ", {eve}. Act a day early. We confirm.",
        "confirmed_eve_today": ", {eve}. Short day. We confirm.",
    },
    "pl": {
        "today": "dziś, {day}",
        "eve": " To {eve} i biura mogą być zamknięte. Proszę liczyć się z dniem wcześniejszym.",
        "eve_today": " To {eve} i biura mogą być zamknięte wcześniej.",
        "contact": "Skontaktujemy się wcześniej.",
        "contact_today": "Skontaktujemy się dzisiaj.",
        "contact_soon": "Skontaktujemy się w ciągu tygodnia.",
        "by": "do {day}",
        "by_hour": "do {hour} {day}",
        "by_hour_later": "do {hour} {day}",
        "by_today": "dzisiaj",
        "by_tomorrow": "jutro",
        "again": "W razie braku kontaktu {by} proszę zadzwonić.",
        "again_no_number": "Nie mamy numeru, więc proszę zadzwonić {by}.",
        "ring": "prosimy o telefon",
        "ring_at": "prosimy dzwonić: {number}",
        "next": "Termin ({purpose}): prawdopodobnie {day}.",
        "next_eve": "Następny termin: może {day}, {eve}.",
        "none_open": "Sekretarz okręgowy musi zająć się tym dzisiaj.",
        "confirmed": ". Sekretarz okręgowy to potwierdzi.",
        "protocol": ". Protokół może go zmienić. Potwierdzimy.",
        "confirmed_eve": ", {eve}. Lepiej dzień przed. Potwierdzimy.",
        "confirmed_eve_today": ", {eve}. Krótki dzień. Potwierdzimy.",
    },
}


def spoken(language: str) -> Reader:
    """The safe date as spoken, «today, …» on the day itself; None without a date."""

    def read(context: FieldContext) -> str | None:
        found = member_deadline(context)
        return _day(language, context, found.safe) if found else None

    return read


def closed_eve(language: str) -> Reader:
    def read(context: FieldContext) -> str:
        found = member_deadline(context)
        name = foreign_eve(language, found.safe) if found else ""
        if found is None or not name:
            return ""
        is_today = found.safe == context.run.facts.now.date()
        return WORDS[language]["eve_today" if is_today else "eve"].format(eve=name)

    return read


def contact(language: str) -> Reader:
    """When we make contact: before the date, today on the day itself, within a week when it is far off (S-FRIST)."""

    def read(context: FieldContext) -> str:
        found, called = member_deadline(context), context.run.facts.now.date()
        if found is None or context.run.has_chosen(StepRole.NEARBY):
            return ""
        words = WORDS[language]
        if found.safe == called:
            return words["contact_today"]
        return words["contact"] if nearer(found.safe, called) == found.safe else words["contact_soon"]

    return read


def ring_us(language: str) -> Reader:
    def read(context: FieldContext) -> str:
        number = spoken_number(context.run.organisation.phone)
        return WORDS[language]["ring_at"].format(number=number) if number else WORDS[language]["ring"]

    return read


def ring_again(language: str) -> Reader:
    """When the member must ring again, as in bokmål; other words for a caller without a number (TR-7)."""

    def read(context: FieldContext) -> str:
        words, today = WORDS[language], context.run.facts.now.date()
        due = call_again_at(context)
        near = {0: words["by_today"], 1: words["by_tomorrow"]}.get((due.day - today).days)
        day = near or short_foreign_date(language, due.day, today)
        by = near or words["by"].format(day=day)
        if due.hour:
            by = words["by_hour" if near else "by_hour_later"].format(hour=due.hour, day=day)
        return words["again_no_number" if is_without_number(context) else "again"].format(by=by)

    return read


def following(language: str) -> Reader:
    """The next deadline when the first is over; where none is open, that the case must be handled today."""

    def read(context: FieldContext) -> str:
        assessment, words = context.run.assessment, WORDS[language]
        found = assessment.following if assessment else None
        if found is None or language not in found.purposes:
            return words["none_open"]
        name = foreign_eve(language, found.safe)
        day = _day(language, context, found.safe)
        return words["next_eve" if name else "next"].format(purpose=found.purposes[language], day=day, eve=name)

    return read


def confirmed(language: str) -> Reader:
    """The end of the sentence with the date, as in bokmål: who confirms it, that the protocol may move it, and that
    offices are closed on an eve."""

    def read(context: FieldContext) -> str:
        found, words = member_deadline(context), WORDS[language]
        name = foreign_eve(language, found.safe) if found else ""
        if found is None or not name:
            assessment = context.run.assessment
            return words["protocol" if assessment and assessment.protocol_counts else "confirmed"]
        is_today = found.safe == context.run.facts.now.date()
        return words["confirmed_eve_today" if is_today else "confirmed_eve"].format(eve=name)

    return read


def _day(language: str, context: FieldContext, day: date) -> str:
    text = foreign_date(language, day)
    return WORDS[language]["today"].format(day=text) if day == context.run.facts.now.date() else text


FIELDS: dict[str, Callable[[str], Reader]] = {
    "frist_lang": spoken,
    "frist_aften": closed_eve,
    "frist_bekreftes": confirmed,
    "frist_kontakt": contact,
    "frist_neste": following,
    "ring_igjen": ring_again,
    "ring_oss": ring_us,
}
"""Field -> its function; the field's name for a language has the language as suffix: «frist_lang_pl»."""
FOREIGN: dict[str, Reader] = {
    f"{name}_{language}": read(language) for name, read in FIELDS.items() for language in WORDS
}
