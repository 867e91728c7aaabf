"""What the first page says of this PC: who may fetch the members themselves is not sent to IT."""

from pathlib import Path

from sentralbord_desktop.bootstrap import open_services
from sentralbord_desktop.domain.access import Operator
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.startup.first_run import ready_rows

PASSPHRASE = "fire ville hester galopperer"


def said(services: Services) -> str:
    return next(row.how_much for row in ready_rows(services) if row.what == "Medlemsregisteret")


def test_an_empty_register_is_filled_by_those_who_may_import(tmp_path: Path) -> None:
    services = open_services(tmp_path, passphrase=PASSPHRASE)
    try:
        session = services.session
        assert said(services) == "Registeret er tomt. Hent inn medlemmene fra en fil, eller øv imens.", "the first one"
        me = session.update(name="Maja Hovde", initials="MH")
        assert said(services).startswith("Registeret er tomt. Hent inn")
        services.people.keep(Operator(id=0, initials="LT", name="Lars", roles="administrator"))
        services.people.keep(me.model_copy(update={"roles": "operator"}))
        session.refresh()
        assert said(services) == "Registeret er tomt. IT må hente inn medlemmene. Du kan øve imens."
    finally:
        services.close()
