"""The actions for the chosen message, as numbered buttons; the digits are from design section 8."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from sentralbord_desktop.domain.messages.outgoing import Outgoing
from sentralbord_desktop.domain.messages.sending_reach import SendingReach
from sentralbord_desktop.gui.lists.outcome_buttons import Choice

Act = Callable[[Outgoing], object]


class MessageActs(NamedTuple):
    """The actions of the page on a message."""

    send_now: Act
    open: Act
    copy: Act
    copy_number: Act
    say_sent: Act
    say_not_sent: Act
    say_arrived: Act
    drop: Act
    bring_back: Act
    answer_for: Act
    print_letter: Act
    save_letter: Act


def choices_of(message: Outgoing, reach: SendingReach, day: date, acts: MessageActs) -> list[Choice]:
    """The choices: 1 and 2 send or open it, 3 and 4 copy, 5 records the result, 6 drops it or takes it back, 7 and 8
    are for the letter."""
    rows: list[tuple[str, str, Act]] = [*_ways(message, reach, acts), ("3", "Kopier teksten", acts.copy)]
    if message.kind == "sms":
        rows.append(("4", "Kopier nummeret", acts.copy_number))
    rows += _outcomes(message, day, acts)
    if message.letter:
        rows += [("7", "Skriv ut brevet", acts.print_letter), ("8", "Lagre brevet som PDF", acts.save_letter)]
    return [Choice(digit, text, "", _bound(act, message)) for digit, text, act in rows]


def _bound(act: Act, message: Outgoing) -> Callable[[], None]:
    def do() -> None:
        act(message)

    return do


def _ways(message: Outgoing, reach: SendingReach, acts: MessageActs) -> list[tuple[str, str, Act]]:
    by_hand = "Kopier nummer og tekst" if message.kind == "sms" else "Åpne i e-postprogrammet"
    if message.state == "apnet":
        again = "Nei, kopier igjen" if message.kind == "sms" else "Nei, åpne igjen"
        return [("1", "Ja, sendt", acts.say_sent), ("2", again, acts.open)]
    ways: list[tuple[str, Act]] = []
    if reach.settings.sends(message.kind) and not reach.obstacle(message.kind):
        verbs = {
            "klar": "Send nå",
            "bekreft": "Adressen er riktig, send",
            "usikker": "Den kom ikke fram, send igjen",
            "feilet": "Prøv igjen",
        }
        ways += [(verbs[message.state], acts.send_now)] if message.state in verbs else []
    if message.waits:
        ways.append((by_hand, acts.open))
    return [(str(number), text, act) for number, (text, act) in enumerate(ways, 1)]


def _outcomes(message: Outgoing, day: date, acts: MessageActs) -> list[tuple[str, str, Act]]:
    if message.waits:
        return [("6", "Skal ikke sendes", acts.drop)]
    if message.state == "usikker":
        return [("5", "Den kom fram", acts.say_arrived)]
    if message.state == "overlatt":
        return [("5", "Ble ikke sendt likevel", acts.say_not_sent)]
    if message.state == "trukket":
        knows: list[tuple[str, str, Act]] = [("5", "Mottakeren er varslet", acts.answer_for)]
        return [*(knows if message.is_owed(day) else []), ("6", "Skal sendes likevel", acts.bring_back)]
    return []
