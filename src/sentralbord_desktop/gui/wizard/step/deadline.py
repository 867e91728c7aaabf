"""The deadline of a step: the safe day, the days left, the axis and what it is computed from."""

from datetime import date

from sentralbord_desktop.domain.dates.calendar import is_far, long_date, near_day, short_date
from sentralbord_desktop.domain.dates.working_days import working_days_left
from sentralbord_desktop.domain.deadlines import URGENT_WORKING_DAYS
from sentralbord_desktop.domain.text.norwegian import counted
from sentralbord_desktop.gui._generated.ui_wizard import Ui_Wizard
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.procedures.run import ProcedureRun


def show_deadline(ui: Ui_Wizard, run: ProcedureRun, *, in_one_line: bool = False) -> None:
    """Show the deadline; hidden while there is none. `in_one_line`: without the axis and the basis. Then why it hastes
    takes the place of the days, where these do not tell it."""
    assessment = run.assessment
    shown = assessment is not None and bool(deadline_sentence(run))
    ui.deadline.setVisible(shown)
    if assessment is None or not shown:
        return
    ui.urgent.setVisible(assessment.urgent)
    theme.current().show_icon(ui.deadlineIcon, "flag-fill", "danger", size=18)
    ui.deadlineText.setText(deadline_sentence(run))
    ui.deadlineLeft.setText((in_one_line and why_urgent(run)) or days_left(run))
    ui.axis.show_assessment(assessment, run.facts.now.date())
    ui.deadlineBasis.setText(deadline_basis(run))
    for part in (ui.axis, ui.deadlineBasis):
        part.setVisible(not in_one_line)
    ui.deadline.setAccessibleName(spoken_deadline(run))


def spoken_deadline(run: ProcedureRun) -> str:
    """«Mulig frist: fredag 27. november, 2 virkedager igjen, haster»; «» while there is none."""
    sentence, assessment = deadline_sentence(run), run.assessment
    if assessment is None or not sentence:
        return ""
    urgent = "haster" if assessment.urgent else ""
    return ", ".join(filter(None, (sentence.rstrip("."), days_left(run), why_urgent(run), urgent)))


def repeated_deadline(run: ProcedureRun) -> str:
    """The sentence in a later step: only for an urgent deadline; «» for others, which were announced when they
    appeared."""
    sentence, assessment = deadline_sentence(run).rstrip("."), run.assessment
    return f"{sentence}, haster" if sentence and assessment is not None and assessment.urgent else ""


def days_left(run: ProcedureRun) -> str:
    """«8 virkedager igjen»."""
    days = run.assessment.days_left if run.assessment else None
    return "" if days is None else counted(days, "virkedag igjen", "virkedager igjen")


def why_urgent(run: ProcedureRun) -> str:
    """«DS borte til ons. 16.12.», where it hastes with many days left; «» where the days left say it."""
    assessment = run.assessment
    if assessment is None or not assessment.urgent or (assessment.days_left or 0) <= URGENT_WORKING_DAYS:
        return ""
    sooner, meeting, today = assessment.sooner, assessment.meeting, run.facts.now.date()
    if assessment.help_back:
        return f"DS borte til {short_date(assessment.help_back)}"
    if meeting and working_days_left(today, meeting) <= URGENT_WORKING_DAYS:
        return f"møte {near_day(meeting, today)}"
    if sooner:
        return f"{sooner.purpose.split(' (')[0]}: {near_day(sooner.safe, today)}"
    return "kan være konkurs" if assessment.elsewhere else ""


def deadline_sentence(run: ProcedureRun) -> str:
    """«Mulig frist: fredag 27. november», or why no date is shown."""
    assessment = run.assessment
    if assessment is None:
        return ""
    if assessment.own_rules:
        return "Egne regler – DS må svare i dag. Vi viser ingen dato."
    if assessment.announced:
        return "Konkurs: fristen står i kunngjøringen. Lønn eldre enn 12 måneder dekkes ikke."
    if assessment.passed:
        coming = assessment.next_for_ds
        next_one = f" Neste frist: {_day(run, coming.safe)}." if coming else " Det kan finnes andre."
        return f"Fristen ser ut til å være ute.{next_one} DS må se på det i dag."
    if assessment.spoken is None:
        return ""
    return f"Mulig frist: {_day(run, assessment.spoken.safe)}"


def _day(run: ProcedureRun, day: date) -> str:
    """«fredag 27. november», «i dag, …» on that day."""
    today = "i dag, " if day == run.facts.now.date() else ""
    return f"{today}{long_date(day, year=is_far(day, run.facts.call_date))}"


def deadline_basis(run: ProcedureRun) -> str:
    """The basis of the computation, whether the offices may be closed, and what the member must keep."""
    assessment = run.assessment
    if assessment is None:
        return ""
    basis = f"Beregnet fra: {assessment.basis}. Veiledning, ikke juridisk råd. DS bekrefter."
    said = assessment.spoken or assessment.following
    closed = said.eve if said else ""
    eve = f" Det er {closed}: kontorene kan være stengt, så regn med dagen før." if closed else ""
    if said and closed and said.safe == run.facts.now.date():
        eve = f" Det er i dag, {closed}: kontorene kan stenge tidlig."
    if assessment.help_back:
        back = _day(run, assessment.help_back)
        eve += f" DS og saksbehandler er meldt borte til {back}, og rekker ikke fristen."
    sources = run.procedure.deadlines
    has_letter = sources is not None and run.day_of(sources.received) is not None
    return basis + eve + (" Be medlemmet ta vare på brevet og konvolutten." if has_letter else "")
