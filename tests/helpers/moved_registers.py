"""A register to be moved to a server, and what it must hold afterwards."""

from datetime import timedelta
from pathlib import Path

from sentralbord_desktop.bootstrap import build, open_meanwhile
from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.domain.members.member import Member, RemarkFields
from sentralbord_desktop.domain.policies import POLICY_TOML, Policies, Source, decide
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.services.offline_session import OfflineSession
from sentralbord_desktop.storage import operators
from sentralbord_desktop.storage.engine.database import Database
from sentralbord_desktop.storage.inquiries import inquiries
from tests.helpers.postgres import Cluster

SECRET = "Sjefen truer med oppsigelse"
USER = "FORBUNDET\\maja"


def enrolled(services: Services) -> Member:
    from sentralbord_desktop.storage.members.members import add_member

    with services.database.transaction() as session:
        return add_member(
            session,
            {
                "number": "204118",
                "first_name": "Ingunn",
                "last_name": "Fjeldheim",
                "phone": "99000418",
                "department": 4,
                "status": "yrkesaktiv",
            },
            author="TEST",
            at=services.session.clock() - timedelta(days=1),
            inquiry_id=None,
            source="import",
        )


class Place:
    """Maja's PC and its server, which can be stopped."""

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        self._cluster, self.folder = cluster, folder
        self.name = cluster.new_database()
        self.url = cluster.url(self.name)
        self._opened: list[OfflineSession | Services] = []
        self._is_up = True

    def policies(self, allowed: str = "ja", url: str = "") -> Policies:
        said = {"database_url": url or self.url, "local_copy": allowed}
        return decide([Source(POLICY_TOML, {"register": said})])

    def office(self) -> Services:
        services = build(Database.server(self.url), self.folder, os_user=USER, policies=self.policies())
        if services.session.is_new:
            services.session.update(name="Maja Hovde", initials="MH")
        self._opened.append(services)
        return services

    def copied(self, *people: dict[str, object], **own: object) -> Member:
        """A copy is taken of a register with one member, a trøbbel case, and Maja as `own` says."""
        services = self.office()
        member = enrolled(services)
        with services.database.transaction() as session:
            inquiries.add_remark(
                session,
                member.id,
                RemarkFields(written=services.session.clock(), author="MH", text=SECRET, category="trobbel"),
            )
            operators.save_operator(session, services.session.operator.model_copy(update=own))
            for person in people:
                operators.save_operator(session, Operator.model_validate({"id": 0, **person}))
        services.local_copy.daily()
        services.close()
        return member

    def start(self, user: str = USER, **said: str) -> OfflineSession | None:
        """The program starts while the server is down."""
        if self._is_up:
            self._cluster.halt()
            self._is_up = False
        made = open_meanwhile(self.folder, self.policies(**said), os_user=user)
        if made is not None:
            self._opened.append(made)
        return made

    def is_back(self) -> Services:
        self._cluster.go_on()
        return self.office()

    def close(self) -> None:
        for one in self._opened:
            one.close()
        self._cluster.go_on()
        self._cluster.drop(self.name)
