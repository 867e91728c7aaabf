"""Members as they stand in the register, for a test to look at: no service gives them so."""

from sentralbord_desktop.domain.members.member import Member
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage.members.members import member_by_number


def by_number(services: Services, number: str) -> Member | None:
    with services.database.reading() as session:
        return member_by_number(session, number)
