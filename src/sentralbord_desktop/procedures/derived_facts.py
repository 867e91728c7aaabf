"""The values that the app finds by itself: facts, the workplace's department, the course, the deputy."""

from collections.abc import Mapping
from functools import cached_property

from sentralbord_desktop.domain.inquiries.inquiry import Answer, Facts
from sentralbord_desktop.domain.organisation.names import department_of_employer
from sentralbord_desktop.domain.organisation.organisation import Course, Organisation
from sentralbord_desktop.domain.organisation.territory import Placement
from sentralbord_desktop.procedures.facts import FACTS, NO, PEOPLE, ROLES, YES, available, reason_of, yes_no
from sentralbord_desktop.procedures.library import Library
from sentralbord_desktop.procedures.model import Procedure, Step, StepRole
from sentralbord_desktop.procedures.workplace import placement_of


class DerivedFacts:
    """The facts and the organisation, and what follows from the answers so far."""

    def __init__(
        self,
        facts: Facts,
        organisation: Organisation,
        library: Library,
        procedure: Procedure,
        given: Mapping[str, Answer],
    ) -> None:
        self._library = library
        self._facts = facts
        self._organisation = organisation
        self._procedure = procedure
        self._given = given

    def fact(self, name: str) -> str | None:
        """The value of `fakta.<name>`, None when unknown."""
        name = name.removeprefix("fakta.")
        if name == "avd_ks_forst" and (answer := self._told(StepRole.DEPARTMENT)):  # the caller's word counts first
            number = int(answer.text) if answer.text.isdigit() else None
            return yes_no(self._organisation.department(number).ks_first_contact)
        read = FACTS.get(name)
        known = read(self._facts, self._organisation, self._procedure) if read else None
        return known if known is not None else self._followed(name)

    @property
    def employer(self) -> str:
        """Told in this call, else the record's."""
        told = self._told(StepRole.EMPLOYER)
        return told.text if told else self._facts.member.employer

    @property
    def new_phone(self) -> str:
        """The number that the caller gave with other details in this call; «» for none."""
        forms = self._library.answers_for(StepRole.PERSON_DETAILS, self._given)
        return next((told for form in forms if (told := form.fields.get("phone"))), "")

    def _followed(self, name: str) -> str | None:
        """A fact that follows from an answer and the catalogue."""
        if name in {"arbeidssted_avdeling", "arbeidssted_kjent"} and self.placement.certain:
            return "ja" if name == "arbeidssted_kjent" else str(self.placement.candidates[0])
        if name == "tlf":
            return self.new_phone or None
        if name in {"avdeling", "avd_ks_forst"} and (
            number := department_of_employer(self.employer, self._organisation)
        ):
            ks_first = self._organisation.department(number).ks_first_contact
            return str(number) if name == "avdeling" else yes_no(ks_first)
        if name == "navn" and (answer := self._told(StepRole.IDENTITY)) and answer.choice == YES:
            return self._facts.member.name or None
        if name == "ringer_selv" and (answer := self._told(StepRole.IDENTITY)):
            return YES if answer.choice == YES else None
        if name == "etterspurt_epost" and (answer := self._told(StepRole.ASKED_FOR)):
            return yes_no(bool(self._organisation.mail_of(answer.text)))
        if name == "naer_ds_ledig" and (answer := self._told(StepRole.DEPARTMENT)) and answer.choice:
            return NO  # its neighbours are unknown (X-2, LA-5)
        if self.course and name == "kurs_avdeling":
            return str(self.course.department)
        if self.course and name == "kursavdeling_ledig":
            return yes_no(available(self._facts, f"avdeling_{self.course.department}"))
        return None

    def _told(self, role: StepRole) -> Answer | None:
        return next(iter(self._library.answers_for(role, self._given)), None)

    def reason(self, name: str) -> str:
        """The reason for the value of a fact, shown as the source beside the answer."""
        if name.startswith("fakta.arbeidssted_"):
            return self.placement.why
        return reason_of(self._facts, name.removeprefix("fakta."))

    def hint(self, step: Step) -> str:
        """An uncertain value, shown beside the question."""
        if step.from_fact == "fakta.arbeidssted_kjent" and self.placement.why and not self.placement.certain:
            return f"Usikkert: {self.placement.why}."
        return self._substitute(step.from_fact.removeprefix("fakta."))

    @cached_property
    def placement(self) -> Placement:
        """The department of the workplace that the caller named (IN-2)."""
        step = self._procedure.step_for(StepRole.WORKPLACE)
        answer = self._given.get(step.id) if step else None
        if answer is None or not answer.text:
            return Placement()
        return placement_of(answer.text, "", self._organisation)  # where they work now, not then

    @cached_property
    def course(self) -> Course | None:
        """The one course of the catalogue that the caller named (KU-1)."""
        step = self._procedure.step_for(StepRole.COURSE)
        answer = self._given.get(step.id) if step else None
        words = answer.text.casefold().split() if answer else []
        found = [c for c in self._organisation.courses if words and all(word in c.title.casefold() for word in words)]
        return found[0] if len(found) == 1 else None

    def _substitute(self, fact: str) -> str:
        """The deputy of the person the question is about (X-5)."""
        if fact in ROLES:
            role = self._organisation.role(ROLES[fact])
            return f"Vikar for {role.holder}: {role.substitute}." if role.substitute else ""
        department = self._facts.member.department
        people = self._organisation.people(department, *PEOPLE.get(fact, ()))
        return " ".join(f"Stedfortreder for {p.name}: {p.substitute}." for p in people if p.substitute)
