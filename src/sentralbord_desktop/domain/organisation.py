"""The house: departments, staff, roles with holders, targets outside. All of it is data."""

from sqlmodel import Field, SQLModel
from sqlmodel._compat import SQLModelConfig


class DepartmentFields(SQLModel):
    """A department (avdeling). `neighbours` is their numbers in the agreed order, «5,7,1»."""

    name: str = Field(default="", max_length=100)
    postal_address: str = Field(default="", max_length=200)
    email: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=20)
    neighbours: str = Field(default="", max_length=100)
    ks_first_contact: bool = False


class Department(DepartmentFields):
    """`ks_first_contact` is TR-4's exception, set for avd. 2 in the default data."""

    model_config = SQLModelConfig(frozen=True)
    number: int

    @property
    def title(self) -> str:
        return f"avd. {self.number} {self.name}".strip()


class RoleFields(SQLModel):
    """A role in the procedures, and who has it now."""

    title: str = Field(max_length=100)
    holder: str = Field(default="", max_length=100)
    email: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=20)
    substitute: str = Field(default="", max_length=100)


class Role(RoleFields):
    model_config = SQLModelConfig(frozen=True)
    key: str


class StaffFields(SQLModel):
    """A person in a department: function is KS, OS, DS or saksbehandler."""

    name: str = Field(max_length=100)
    function: str = Field(max_length=20)
    department: int
    phone: str = Field(default="", max_length=20)
    email: str = Field(default="", max_length=200)


class Staff(StaffFields):
    model_config = SQLModelConfig(frozen=True)
    id: int


class Target(SQLModel):
    """Somebody outside, or an address on the web: LO_FAVOR, tel:91509801, url:innmelding."""

    model_config = SQLModelConfig(frozen=True)
    key: str
    title: str
    phone: str = ""
    address: str = ""


class Organisation(SQLModel):
    """Everything the procedures may point at."""

    model_config = SQLModelConfig(frozen=True)
    union: str = "forbundet"
    phone: str = ""
    departments: tuple[Department, ...] = ()
    staff: tuple[Staff, ...] = ()
    roles: tuple[Role, ...] = ()
    targets: tuple[Target, ...] = ()

    def department(self, number: int | None) -> Department:
        """The department with this number; an empty one with the number when it is unknown."""
        for department in self.departments:
            if department.number == number:
                return department
        return Department(number=number or 0)

    def role(self, key: str) -> Role:
        """The role with this key; one without a holder when nobody has it."""
        for role in self.roles:
            if role.key == key:
                return role
        return Role(key=key, title=key)

    def target(self, key: str) -> Target | None:
        return next((target for target in self.targets if target.key == key), None)

    def person(self, department: int | None, function: str) -> Staff | None:
        """Who has this function (KS, OS, DS …) in the department, if anyone is known."""
        wanted = function.split("_")
        found = (s for s in self.staff if s.department == department and s.function in wanted)
        return next(found, None)
