"""Why a key does nothing on the shown page, and what to do instead: no key is silent (design 5.2)."""

from sentralbord_desktop.gui.call.call_session import CallSession
from sentralbord_desktop.gui.call.page import CallPage
from sentralbord_desktop.gui.window.main_window import MainWindow
from sentralbord_desktop.gui.workspace.incoming_call import IncomingCalls

NOBODY_ON_LINE = "Ingen er på linjen. Søk opp medlemmet med F3 først."
NO_CALL = "Ingen samtale er i gang."
ELSEWHERE = "Det gjøres på siden Samtale. Ctrl+1 går dit."
NOTHING_TO_UNDO = "Det er ingenting å angre her."
NOTHING_TO_KEEP = "Det er ingenting å fullføre eller lagre her."
NOTHING_PRESSING = "Ingen av meldingene dine haster. Ctrl+6 viser Utboks."
NOTHING_NEW = "Ingen prosedyrer er endret siden sist du leste dem. F8 i en samtale viser hele teksten."
NO_OTHER_MATTER = "Ett emne til kan du ta når samtalen nettopp er fullført. Ellers søker du opp medlemmet med F3."
NO_LANGUAGES = "Språket velger du i en samtale, der prosedyren har tekster på nynorsk, engelsk og polsk."
NO_STEP_BACK = "Det er ikke noe steg å gå tilbake til. F3 går til søkefeltet."
NO_RING = "Ingen ringer nå. Nummeret vises her når telefonen ringer."
NO_NEW_NUMBER = "Åpne medlemmet som ringer fra et nytt nummer. Da legger Ctrl+I det til."
NO_WHOLE = "Hele prosedyren vises når du har valgt hva samtalen gjelder."
IN_CALL = "Merknaden fra samtalen skrives når du fullfører. Skal den stå alene, parkerer du først med Ctrl+P."
CLOSED = "Merknadene vises ikke i denne samtalen, fordi det ikke er medlemmet som ringer."
BEHIND = "Merknadene står i medlemsbildet. Det vises igjen når du lagrer eller lukker skjemaet."
NO_RECORD = (
    "Innringeren har ikke noe medlemsbilde å skrive i. Søk opp medlemmet med F3, eller avtal en oppringing med Ctrl+T."
)


class DisabledReasons:
    """Each method gives a sentence, or «» when the key acts."""

    def __init__(self, window: MainWindow, call_session: CallSession, call: CallPage, incoming: IncomingCalls) -> None:
        self._window, self._call_session, self._call, self._incoming = window, call_session, call, incoming

    def _not_here(self) -> str:
        return "" if self._window.page == "call" else ELSEWHERE

    def category(self) -> str:
        if self._not_here() or self._call_session.run is not None:
            return self._not_here()
        return f"{NO_CALL} Åpne et medlem, og velg emnet med et tall."

    def for_another(self) -> str:
        is_known = self._call_session.has_caller or self._call_session.run is not None
        return self._not_here() or ("" if is_known else NOBODY_ON_LINE)

    def _no_record(self) -> str:
        if self._not_here() or self._call_session.open_record is not None:
            return self._not_here()
        return NO_RECORD if self._call_session.record or self._call_session.unknown_caller else NOBODY_ON_LINE

    def promise(self) -> str:
        why, record = self._no_record(), self._call_session.open_record
        if why or record is None or record.callbacks:
            return why
        return "Vi har ikke lovet medlemmet en oppringing. Alle vi har lovet, står under Ctrl+2."

    def confirmation(self) -> str:
        why, record = self._no_record(), self._call_session.open_record
        if why or record is None or record.confirmations:
            return why
        return "Vi venter ikke på noe fra medlemmet. Alt vi venter på, står under Ctrl+3."

    def case(self) -> str:
        why, record = self._no_record(), self._call_session.open_record
        if why or record is None or any(case.handed_over_at is None for case in record.cases):
            return why
        return "Medlemmet har ingen trøbbel-sak som venter på at DS bekrefter."

    def remark(self) -> str:
        if self._not_here() or self._call_session.run is None:
            return self._no_record()
        return IN_CALL

    def discard(self) -> str:
        if self._call_session.draft is not None or self._call.home.chosen_draft is not None:
            return ""
        return f"{NO_CALL} En parkert samtale velger du i listen «Parkert», og trykker Delete."

    def park(self) -> str:
        if self._call_session.draft is not None or self._call_session.parked:
            return ""
        return f"{NO_CALL[:-1]}, og ingen er parkert."

    def remarks(self) -> str:
        panel = self._call.member if self._window.page == "call" else None
        if panel is not None and panel.has_remarks:
            return ""
        if panel is not None and self._call_session.record is not None:
            return CLOSED
        return "" if self._call.record.isVisible() else self._no_record() or BEHIND

    def whole(self) -> str:
        return "" if self._call.wizard.isVisible() else NO_WHOLE

    def ringing(self) -> str:
        return "" if self._incoming.ringing.is_on else NO_RING

    def new_number(self) -> str:
        return "" if self._call.incoming_number.can_add else NO_NEW_NUMBER
