"""A breach of privacy: the 72 hours, the facts to collect, and the drafts (PR-11, GDPR art. 33 and 34)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sentralbord_desktop.domain.dates.calendar import near_day
from sentralbord_desktop.domain.dates.clock import oslo, today
from sentralbord_desktop.domain.dates.screen_time import day_at_time
from sentralbord_desktop.domain.text.norwegian import counted

HOURS = 72
FACTS = {
    "what": "Hva har skjedd?",
    "when": "Når skjedde det, og når ble det oppdaget?",
    "whose": "Hvem gjelder det, og omtrent hvor mange?",
    "data": "Hvilke opplysninger gjelder det?",
    "consequences": "Hva kan det føre til for dem det gjelder?",
    "measures": "Hva er gjort, og hva skal gjøres?",
    "contact": "Hvem svarer på spørsmål?",
}
"""Items of art. 33 no. 3 -> the question on the screen."""
NOT_SAID = "[ikke fylt ut ennå]"


def _spoken(time: timedelta) -> str:
    """Hours; in the last hour, minutes, to avoid «0 timer»."""
    minutes = int(time.total_seconds() // 60)
    count, one, many = (minutes, "minutt", "minutter") if minutes < 60 else (minutes // 60, "time", "timer")
    return counted(count, one, many)


@dataclass(frozen=True, repr=False)
class Breach:
    """The known facts. `reported` is when it was sent to Datatilsynet, `closed` when it was settled."""

    id: int
    discovered: datetime
    author: str
    facts: Mapping[str, str] = field(default_factory=dict)
    reported: datetime | None = None
    closed: datetime | None = None

    @property
    def due(self) -> datetime:
        return self.discovered + timedelta(hours=HOURS)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(asks for key, asks in FACTS.items() if not self.facts.get(key, "").strip())

    def clock(self, moment: datetime) -> str:
        """«41 timer igjen til å melde til Datatilsynet: fredag kl. 14.06.»: in words, independent of colour."""
        until = day_at_time(self.due, moment)
        if self.closed is not None and self.reported is None:
            return f"Lukket {near_day(today(self.closed), today(moment))} uten å være meldt."
        if self.reported is not None:
            return f"Meldt {day_at_time(self.reported, moment)}."
        left = self.due - moment
        if left < timedelta(0):
            return f"Fristen gikk ut {until}, for {_spoken(-left)} siden. Meld nå, og si hvorfor det er sent."
        return f"{_spoken(left)} igjen til å melde til Datatilsynet: {until}."

    @property
    def report(self) -> str:
        lines = [
            f"Melding om brudd på personopplysningssikkerheten\nOppdaget {oslo(self.discovered):%d.%m.%Y kl. %H.%M}"
        ]
        lines += [f"{asks}\n{self.facts.get(key, '').strip() or NOT_SAID}" for key, asks in FACTS.items()]
        return "\n\n".join(lines)

    @property
    def letter(self) -> str:
        """The draft to the people affected (art. 34): plain words, no blame."""
        said = {key: self.facts.get(key, "").strip() or NOT_SAID for key in FACTS}
        return (
            "Hei!\n\nVi må dessverre fortelle deg at opplysninger om deg kan ha kommet på avveie.\n\n"
            f"Dette har skjedd: {said['what']}\n\nOpplysningene det gjelder: {said['data']}\n\n"
            f"Det kan føre til: {said['consequences']}\n\nDette har vi gjort: {said['measures']}\n\n"
            f"Har du spørsmål, kontakt {said['contact']}. Du kan også klage til Datatilsynet.\n\n"
            "Hilsen forbundet"
        )
