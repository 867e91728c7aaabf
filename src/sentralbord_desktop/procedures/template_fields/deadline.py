"""The fields about the possible deadline: for speech, for DS, for the note."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sentralbord_desktop.domain.dates.calendar import long_date, near_day, note_date
from sentralbord_desktop.domain.deadlines import Deadline, nearer
from sentralbord_desktop.procedures.model import StepRole
from sentralbord_desktop.procedures.template_fields.callback_time import CallbackTime
from sentralbord_desktop.procedures.template_fields.context import FieldContext, Reader

QUARTER = 15
"""Minutes; spoken clock times are rounded up to a quarter of an hour."""

ANNOUNCED = "står i kunngjøringen av konkursen"
"""The field with the limit of a claim on a bankrupt employer (D23)."""


def member_deadline(context: FieldContext) -> Deadline | None:
    """The deadline that the member hears; the next one when the first is over."""
    assessment = context.run.assessment
    return (assessment.spoken or assessment.following) if assessment else None


def spoken(form: Callable[[FieldContext, date], str]) -> Reader:
    def read(context: FieldContext) -> str | None:
        computed = context.run.lookup("beregnet.frist")
        assessment = context.run.assessment
        if computed is None:
            return None
        if assessment and assessment.spoken:
            return form(context, assessment.spoken.safe)
        words = {
            "ute": "ser ut til å være ute",
            "ukjent": "ikke kjent",
            "ingen": "ikke beregnet",
            "kunngjort": ANNOUNCED,
        }
        return words.get(computed[0], "egne regler, ikke beregnet")

    return read


def aloud(context: FieldContext, day: date) -> str:
    """«tirsdag 17. mars 2026», «i dag, tirsdag 17. mars 2026» on that day."""
    return f"{'i dag, ' if _is_today(context, day) else ''}{long_date(day, year=True)}"


def said_date(context: FieldContext, day: date) -> str:
    """«onsdag 2. desember»: a legal deadline is spoken by weekday and date, and by year when it is another;
    «i dag, onsdag 2. desember»."""
    is_other_year = day.year != context.run.facts.now.year
    return f"{'i dag, ' if _is_today(context, day) else ''}{long_date(day, year=is_other_year)}"


def confirmed_by(context: FieldContext) -> str:
    """The end of the sentence with the date: who confirms it, that the protocol may move it (D5), and that offices are
    closed on an eve (4.2)."""
    found, assessment = member_deadline(context), context.run.assessment
    if found is None or not found.eve:
        if assessment and assessment.protocol_counts:
            return ". Protokollen kan gi ny. Vi bekrefter."
        return ". Vi bekrefter."
    if _is_today(context, found.safe):
        return f", {found.eve}. Kort dag. Vi bekrefter."
    return f", {found.eve}. Regn med dagen før. Vi bekrefter."


def next_said(context: FieldContext) -> str:
    """« Den neste ser ut til å være mandag 27. april.», when the first is over and this one is not; what is only for DS
    is not spoken."""
    assessment = context.run.assessment
    found = assessment.following if assessment else None
    if found is None:
        return " Distriktssekretæren må se på det i dag."
    which = "Den for erstatning" if not found.eve and "erstatning" in _aloud(found) else "Den neste"
    day = said_date(context, found.safe)
    return f" {which} kan være {day}, {found.eve}." if found.eve else f" {which} ser ut til å være {day}."


def next_noted(context: FieldContext) -> str | None:
    """«27.04.2026», the deadline that `next_said` names; None when there is none."""
    found = context.run.assessment.following if context.run.assessment else None
    return noted(context, found.safe) if found else None


def noted(context: FieldContext, day: date) -> str:
    """«17.03.2026», «17.03.2026 (i dag)» on that day."""
    return f"{note_date(day)}{' (i dag)' if _is_today(context, day) else ''}"


def _is_today(context: FieldContext, day: date) -> bool:
    return day == context.run.facts.now.date()


def in_subject(context: FieldContext) -> str | None:
    """«mulig frist 01.04.2026», the meeting that needs help before it, or the reason why there is no date. When the
    first deadline is over, the next one. For a bankrupt employer the notice and the twelve months, without a date
    (D22)."""
    words = {
        "ute": "fristen ser ut til å være ute",
        "ukjent": "fristen er ikke kjent",
        "egne_regler": "egne regler og frister",
        "ingen": "ingen frist beregnet",
        "kunngjort": "konkurs, frist i kunngjøringen, lønn eldre enn 12 måneder dekkes ikke",
    }
    computed, assessment = context.run.lookup("beregnet.frist"), context.run.assessment
    if computed is None:
        return None
    if assessment and assessment.meeting and not assessment.deadlines:
        return f"innkalt til møte {noted(context, assessment.meeting)}"
    if assessment and assessment.elsewhere and not assessment.deadlines and computed[0] == "ingen":
        return "innkalt til møte, dagen er ikke kjent"
    said = words.get(computed[0]) or f"mulig frist {spoken(noted)(context)}"
    if assessment is None or assessment.announced:
        return said
    if any(d.instead for d in assessment.deadlines):
        said = f"mulig konkurs, {said}"
    if sooner := assessment.sooner:
        return f"{said}, nærmeste dato {noted(context, sooner.safe)}"
    coming = assessment.next_for_ds
    return f"{said}, neste frist {noted(context, coming.safe)}" if coming else said


Named = Callable[[date, date], str]
"""A day in words, relative to the day of the call."""


def call_again(context: FieldContext, named: Named = near_day) -> str:
    """«innen tirsdag», «i morgen», «innen klokka 11.00 i dag»: when the callback of the case is due (TR-7)."""
    called, due = context.run.facts.now.date(), call_again_at(context)
    if due.hour:
        return f"innen klokka {due.hour} {named(due.day, called) if due.day != called else 'i dag'}"
    words = named(due.day, called)
    return words if words == "i morgen" else f"innen {words}"


class CallAgain(NamedTuple):
    day: date
    hour: str
    """«15.15» when it is today or cannot wait; otherwise «»."""


def call_again_at(context: FieldContext) -> CallAgain:
    callback = CallbackTime(context)
    due = callback.as_it_suits()
    has_hour = callback.cannot_wait or due.date() == context.run.facts.now.date()
    return CallAgain(due.date(), _hour(context, due) if has_hour else "")


def _hour(context: FieldContext, due: datetime) -> str:
    """«15.15»: `due` rounded up to a quarter of an hour, if the office is still open then; else `due` itself."""
    quarter = due + timedelta(minutes=-due.minute % QUARTER)
    last = datetime.combine(due.date(), context.run.organisation.closes) - timedelta(minutes=QUARTER)
    return f"{quarter if quarter <= last else due:%H.%M}"


def _aloud(deadline: Deadline) -> str:
    """The purpose of the deadline, without the brackets meant for DS."""
    return deadline.purpose.partition(" (")[0]


def closed_eve(context: FieldContext) -> str:
    """«julaften», if the day is one: a working day by law, but offices are closed (4.2)."""
    found = member_deadline(context)
    if found is None or not found.eve:
        return ""
    if _is_today(context, found.safe):
        return f" Det er {found.eve}, og kontorene kan stenge tidlig."
    return f" Det er {found.eve}, og kontorene kan være stengt. Regn med dagen før."


def contact(context: FieldContext) -> str:
    """When we make contact: before the date named in the SMS, or today if that is the date (S-FRIST)."""
    assessment = context.run.assessment
    spoken = assessment.spoken if assessment else None
    is_today = spoken is not None and spoken.safe == context.run.facts.now.date()
    if context.run.has_chosen(StepRole.NEARBY):
        return ""  # a DS in a nearby department is speaking with them
    called = context.run.facts.now.date()
    if spoken is not None and nearer(spoken.safe, called) != spoken.safe:
        return f"Vi tar kontakt {call_again(context, lambda day, _: long_date(day))}."
    return f"Vi tar kontakt {'i dag' if is_today else 'før det'}."


def every_date(context: FieldContext) -> str:
    """Every computed deadline with raw, § 149 and safe date: for DS only."""
    assessment = context.run.assessment
    if assessment is None:
        return "ingen"
    dates = [
        f"{d.section} {d.purpose}: {note_date(d.safe)} (rått {note_date(d.raw)}, "
        f"etter § 149 {note_date(d.extended)}{f', {d.eve}' if d.eve else ''})"
        for d in assessment.deadlines
    ]
    notices = [
        f"{n.section} {n.purpose}: {note_date(n.first_day)} ({n.days} dagers varsel), "
        f"{note_date(n.first_day_unforeseen)} ved uforutsette hendelser ({n.unforeseen_days} dager)"
        for n in assessment.notices
    ]
    return "; ".join([*dates, *notices]) or "ingen"


def nearest(context: FieldContext) -> str:
    """The line «Nærmeste dato: 24.03.2026, å stå i stilling (…)»: a deadline for DS only, if it is before the spoken
    one (TR-7, D8). When the first is over, «Neste frist: …»."""
    assessment = context.run.assessment
    if assessment and (sooner := assessment.sooner):
        return f"\nNærmeste dato: {noted(context, sooner.safe)}, {sooner.purpose}"
    if assessment and (coming := assessment.next_for_ds):
        return f"\nNeste frist: {noted(context, coming.safe)}, {coming.purpose}"
    return ""


def nearest_noted(context: FieldContext) -> str:
    """« Nærmeste dato for DS: 24.03.2026.» in the note, so that a reader does not see only the later one; « Neste
    frist: …» when the first is over."""
    assessment = context.run.assessment
    if assessment and (sooner := assessment.sooner):
        return f" Nærmeste dato for DS: {noted(context, sooner.safe)}."
    if assessment and (coming := assessment.next_for_ds):
        following = assessment.following
        what = "Neste frist" if following is None or following.safe == coming.safe else "Nærmeste dato for DS"
        return f" {what}: {noted(context, coming.safe)}."
    return ""


def nearer_noted(context: FieldContext) -> str:
    """As `nearest_noted`, but «» when it is the next limit, which the sentence before names."""
    assessment = context.run.assessment
    if assessment and assessment.sooner is None and (following := assessment.following):
        coming = assessment.next_for_ds
        if coming is None or coming.safe == following.safe:
            return ""
    return nearest_noted(context)


def help_is_late(context: FieldContext) -> str:
    """The line «DS og saksbehandler er meldt borte til 14.12.2026 og rekker ikke fristen.»; «» when one of them is back
    in time, or it is unknown (TR-7)."""
    assessment = context.run.assessment
    if assessment is None or assessment.help_back is None:
        return ""
    what = "møtet" if assessment.meeting == assessment.help_before else "fristen"
    return f"\nDS og saksbehandler er meldt borte til {note_date(assessment.help_back)} og rekker ikke {what}."


def urgent(context: FieldContext) -> str | None:
    computed = context.run.lookup("beregnet.haster")
    return None if computed is None else ("HASTER – " if computed == ("ja",) else "")


def purpose(context: FieldContext) -> str:
    """The purpose of the spoken deadline."""
    assessment = context.run.assessment
    return _aloud(assessment.spoken) if assessment and assessment.spoken else ""


def said_purpose(context: FieldContext) -> str:
    """« for å kreve forhandlinger», of the spoken deadline; «» where the sentence must say more: that the protocol may
    move it, or that it is an eve."""
    found, assessment = member_deadline(context), context.run.assessment
    if found is None or not found.said or found.eve or (assessment and assessment.protocol_counts):
        return ""
    return f" for {found.said}"


def received(context: FieldContext) -> str:
    """«torsdag 19. mars», the day from which the notice counts; «» when unknown."""
    sources = context.run.procedure.deadlines
    day = context.run.day_of(sources.received) if sources else None
    return said_date(context, day) if day else ""


def compensation(context: FieldContext) -> str:
    """« For bare erstatning ser fristen ut til å være fredag 4. september 2026.»; «» when it is not computed, is over,
    or is the spoken one."""
    assessment, today = context.run.assessment, context.run.facts.now.date()
    if assessment is None:
        return ""
    for found in assessment.deadlines:
        if "erstatning" in _aloud(found) and found.safe >= today and found is not assessment.spoken:
            return f" For bare erstatning ser fristen ut til å være {aloud(context, found.safe)}."
    return ""


def basis(context: FieldContext) -> str:
    """The answers that the deadlines were computed from."""
    return context.run.assessment.basis if context.run.assessment else ""
