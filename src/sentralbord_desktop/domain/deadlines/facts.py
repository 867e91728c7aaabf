"""What the caller has told of a case, as the deadlines are counted from it."""

from dataclasses import dataclass
from datetime import date

NEGOTIATION = {
    "ikke_holdt": "ingen forhandling",
    "paagar": "forhandling pågår",
    "avsluttet": "forhandling avsluttet, dagen ikke kjent",
    "vet_ikke": "vet ikke om det er forhandlet",
}
"""What a deadline tells that it was built on, so that DS can see an error (section 4.4)."""


@dataclass(frozen=True, slots=True)
class DeadlineFacts:
    """What the caller has said. `None` and «vet_ikke» are unknown and give the shortest."""

    matter: str | None = None
    received: date | None = None
    negotiation: str = ""
    """How it stands with them, a key of `NEGOTIATION`; it moves no date, but tells whether D2 was kept."""
    negotiations_ended: date | None = None
    ended_before_letter: date | None = None
    """The day that was told, when it is before `received`: it does not fit, and moves no date."""
    notice_ends: date | None = None
    layoff_notice: date | None = None
    oldest_pay_due: date | None = None
    meeting: date | None = None
    """The day of a meeting that the member is called to: no deadline, but help must come before it."""
    wants: str | None = None
    trial_period: bool = False
    """No right to stay in the job while the case goes on (D8b)."""
    form_error: bool = False
    """Not in writing, or the letter lacks what it must tell (D7): DS only, no date moves."""
    own_rules: bool = False
    """State employee or Svalbard: no date may be shown, DS answers today (D25, D26)."""
    bankrupt: bool = False
    """The limit of the claim is in the announcement of the bankruptcy, which is not known here (D22, D23)."""
    maybe_bankrupt: bool = False
    """It is, or may be: the limit of the pay guarantee is counted too (section 4.3, the shortest)."""


def basis_of(facts: DeadlineFacts) -> str:
    """«mottatt 03.03.2026, ingen forhandling»."""
    parts = []
    if facts.received:
        parts.append(f"mottatt {facts.received:%d.%m.%Y}")
    if facts.negotiations_ended:
        parts.append(f"forhandling avsluttet {facts.negotiations_ended:%d.%m.%Y}")
    elif facts.ended_before_letter:
        parts.append(f"forhandling oppgitt avsluttet {facts.ended_before_letter:%d.%m.%Y}, før brevet kom: passer ikke")
    elif facts.received and facts.negotiation in NEGOTIATION:
        parts.append(NEGOTIATION[facts.negotiation])
    if facts.trial_period:
        parts.append("i prøvetid")
    if facts.form_error:
        parts.append("mulig formfeil")
    if facts.notice_ends:
        parts.append(f"oppsigelsestiden ut {facts.notice_ends:%d.%m.%Y}")
    if facts.layoff_notice:
        parts.append(f"varslet {facts.layoff_notice:%d.%m.%Y}")
    if facts.oldest_pay_due:
        parts.append(f"eldste lønn forfalt {facts.oldest_pay_due:%d.%m.%Y}")
    if facts.bankrupt:
        parts.append("bedriften er konkurs")
    elif facts.maybe_bankrupt:
        parts.append("vet ikke om bedriften er konkurs")
    return ", ".join(parts) or "datoen er ikke kjent"
