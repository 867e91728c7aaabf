"""The organisation as data: departments, staff, roles with holders, external targets. `confirmed` is everywhere the day
when the entry was last confirmed to be right."""

from datetime import date, time

from sqlmodel import Field, SQLModel
from sqlmodel._compat import SQLModelConfig

FUNCTIONS = {
    "KS": "Kontorsekretær",
    "OS": "Organisasjonssekretær",
    "DS": "Distriktssekretær",
    "saksbehandler": "Saksbehandler",
    "tillitsvalgt": "Tillitsvalgtkontakt",
}
"""A person's function in a department -> the word on the screen."""


class DepartmentFields(SQLModel):
    """A department (avdeling). `neighbours` is their numbers in the agreed order, «5,7,1». `area` is what it covers, as
    text: «Bærum, 0001-1295, 2008» (see territory)."""

    name: str = Field(default="", max_length=100)
    area: str = Field(default="", max_length=2000)
    postal_address: str = Field(default="", max_length=200)
    visiting_address: str = Field(default="", max_length=200)
    email: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=20)
    neighbours: str = Field(default="", max_length=100)
    ks_first_contact: bool = False
    confirmed: date | None = None


class Department(DepartmentFields):
    """`ks_first_contact` is TR-4's exception, set for avd. 2 in the default data."""

    model_config = SQLModelConfig(frozen=True)
    number: int

    @property
    def title(self) -> str:
        return f"avd. {self.number} {self.name}".strip()

    def reached(self, between: str = " eller ") -> str:
        """By e-mail, by post, or either (UT-2, OA-1); «» when neither address is known."""
        return between.join(filter(None, (self.email, self.postal_address)))

    @property
    def neighbour_numbers(self) -> tuple[int, ...]:
        """The neighbours in the agreed order; skips what is not a number."""
        parts = (part.strip() for part in self.neighbours.replace(";", ",").split(","))
        return tuple(int(part) for part in parts if part.isdigit())


class RoleFields(SQLModel):
    """A role in the procedures, and its current holder."""

    title: str = Field(max_length=100)
    holder: str = Field(default="", max_length=100)
    email: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=20)
    substitute: str = Field(default="", max_length=100)
    confirmed: date | None = None


class Role(RoleFields):
    model_config = SQLModelConfig(frozen=True)
    key: str


class StaffFields(SQLModel):
    """A person in a department. `function` is a key of FUNCTIONS, `loops` their loops («1,3»), `substitute` a name,
    `calendar` the address of an ICS calendar (a secret)."""

    name: str = Field(max_length=100)
    function: str = Field(max_length=20)
    department: int
    phone: str = Field(default="", max_length=20)
    mobile: str = Field(default="", max_length=20)
    email: str = Field(default="", max_length=200)
    loops: str = Field(default="", max_length=20)
    substitute: str = Field(default="", max_length=100)
    calendar: str = Field(default="", max_length=500)
    confirmed: date | None = None


class Staff(StaffFields):
    model_config = SQLModelConfig(frozen=True)
    id: int


class CourseFields(SQLModel):
    """A course and the department responsible for it (KU-3)."""

    title: str = Field(max_length=200)
    department: int
    confirmed: date | None = None


class Course(CourseFields):
    model_config = SQLModelConfig(frozen=True)
    id: int


class EmployerFields(SQLModel):
    """An employer whose employees belong to one department, regardless of where they work (IN-2)."""

    employer: str = Field(max_length=200)
    department: int
    confirmed: date | None = None


class Employer(EmployerFields):
    model_config = SQLModelConfig(frozen=True)
    id: int


class Target(SQLModel):
    """A target outside, a loop or a web address: LO_FAVOR, tel:91509801, sloyfe:2, url:innmelding. `hours` is when they
    are open, as `opening_hours` writes it, «» when it is not known."""

    model_config = SQLModelConfig(frozen=True)
    key: str
    title: str
    phone: str = ""
    address: str = ""
    hours: str = ""


class Organisation(SQLModel):
    """Everything that procedures can refer to. `post_codes` is a table from a file, «» the shipped one. `opens` and
    `closes` are the switchboard's hours on working days, in local time; `fades_hours` how long a presence is
    trusted."""

    model_config = SQLModelConfig(frozen=True)
    union: str = "forbundet"
    phone: str = ""
    opens: time = time(8)
    closes: time = time(15, 30)
    fades_hours: int = 4
    departments: tuple[Department, ...] = ()
    staff: tuple[Staff, ...] = ()
    roles: tuple[Role, ...] = ()
    targets: tuple[Target, ...] = ()
    courses: tuple[Course, ...] = ()
    employers: tuple[Employer, ...] = ()
    post_codes: str = ""

    @property
    def union_title(self) -> str:
        """The union's name as it begins a line."""
        return self.union[:1].upper() + self.union[1:]

    def department(self, number: int | None) -> Department:
        """The department with this number; an empty one with the number when it is unknown."""
        for department in self.departments:
            if department.number == number:
                return department
        return Department(number=number or 0)

    def mail_of(self, name: str) -> str:
        """The mail address of the person with this whole name, in a department or a role; «» when none or several have
        it."""
        wanted = " ".join(name.casefold().split())
        known = [(p.name, p.email) for p in self.staff] + [(r.holder, r.email) for r in self.roles]
        found = {mail for who, mail in known if mail and who.casefold() == wanted}
        return found.pop() if len(found) == 1 else ""

    def lacks(self, number: int) -> bool:
        """Whether departments are entered (more than one has a name), and this is not one of them."""
        written = sum(1 for department in self.departments if department.name)
        return written > 1 and all(d.number != number for d in self.departments)

    def role(self, key: str) -> Role:
        """The role with this key; one without a holder when it is not filled."""
        for role in self.roles:
            if role.key == key:
                return role
        return Role(key=key, title=key)

    def target(self, key: str) -> Target | None:
        return next((target for target in self.targets if target.key == key), None)

    def people(self, department: int | None, *functions: str) -> list[Staff]:
        return [s for s in self.staff if s.department == department and s.function in functions]
