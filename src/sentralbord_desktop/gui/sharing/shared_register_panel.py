"""Felles register: an address, tested before this PC uses it."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton

from sentralbord_desktop.domain.sharing import PORT, SharedAddress, port_of
from sentralbord_desktop.gui.core import theme
from sentralbord_desktop.gui.core.tasks import TaskRunner
from sentralbord_desktop.gui.widgets.field_grid import EMAIL, NAME, NUMBER, Field, FieldGrid
from sentralbord_desktop.gui.widgets.labels import keycap, label, primary, row
from sentralbord_desktop.gui.widgets.progress_row import ProgressRow
from sentralbord_desktop.gui.widgets.settings_panel import Panel, put
from sentralbord_desktop.services.sharing.shared_register import ServerProbe, SharedRegisterService

HELP = (
    "Flere pulter kan dele ett register i PostgreSQL på en tjener forbundet har. Da ser alle det samme innen "
    "et sekund. IT vet navnet på tjeneren og basen."
)
NOT_HERE = "Øvingsregisteret deles ikke. Start Sentralbord uten øving for å velge et felles register."
ALONE, SHARED = ("Denne PC-en arbeider alene, i sitt eget register.", "Denne PC-en arbeider i {where}.")
BY_IT = "Denne PC-en arbeider i et felles register. Adressen er bestemt av IT, og endres der."
SECURED = [("kontroller", "TLS, og tjeneren kontrolleres"), ("ingen", "Uten (bare en tjener på denne PC-en)")]
EMPTY = "Tjeneren svarer, og basen er tom. Flytt registeret dit: alt telles og sammenlignes, og står her også."
EMPTY_SHARED = "Tjeneren svarer, men basen er tom. Registeret flyttes fra PC-en eller tjeneren som har det."
FOUND = "Tjeneren svarer. Registeret der har {members}. {line}"
LINE, NO_LINE = "Linja er kryptert.", "Linja er ikke kryptert: tjeneren er på denne PC-en."
OLDER = " Det er fra en eldre versjon, og oppdateres når en med eierens bruker starter."
SURE = (
    "Registeret på denne PC-en er slik det var da du gikk over. Det som er gjort siden, blir på tjeneren, og "
    "de andre ser ikke det du gjør her. Trykk en gang til hvis det er meningen."
)
HOME, HOME_SURE = "Bruk registeret på denne PC-en", "Ja, bruk registeret på denne PC-en"


class SharedRegisterPanel(Panel):
    def __init__(
        self,
        shared: SharedRegisterService,
        tasks: TaskRunner,
        slow_tasks: TaskRunner,
        outside_tasks: TaskRunner,
        restart: Callable[[], None],
    ) -> None:
        """`restart` is called when the next start opens another register."""
        super().__init__("Felles register", HELP if shared.is_possible else NOT_HERE, scrolls=True)
        self._shared, self._tasks, self._restart = shared, tasks, restart
        self.state = label("", "strong", wrap=True)
        self.form = FieldGrid()
        self.test, self.use = primary("Prøv"), QPushButton("Bruk dette registeret")
        self.carry, self.home = QPushButton("Flytt registeret dit"), QPushButton(HOME)
        self._key = keycap("Ctrl+Enter")
        self.bar = ProgressRow(slow_tasks, (self.test, self.use, self.carry, self.home), outside_tasks)
        self._tried: tuple[SharedAddress, str] | None = None
        self._is_home_asked = False
        buttons = row(self.test, self._key, self.use, self.carry, self.home, None)
        put(self.body, self.state, self.form, buttons, self.bar)
        self.body.addStretch(1)
        self._usable = shared.is_possible and not shared.is_decided
        for each in (self.form, self.test, self._key):
            each.setVisible(self._usable)
        self._offer(use=False, move=False)
        self.home.hide()
        self.test.clicked.connect(self.submit)
        self.form.submitted.connect(self.submit)
        self.use.clicked.connect(self._use)
        self.carry.clicked.connect(self._move)
        self.home.clicked.connect(self._go_home)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.form.boxes:
            self._tasks.run(self, self._shared.read, self.show_address, self._unreadable)
            self._tasks.run(self, self._shared.too_wide, self._warn, self._unreadable)

    def show_address(self, address: SharedAddress | None) -> None:
        where = f"det felles registeret {address.shown}" if address else "et felles register"
        self.state.setText(
            BY_IT if self._shared.is_decided else SHARED.format(where=where) if self._shared.is_shared else ALONE
        )
        self.state.setVisible(self._shared.is_possible)
        theme.restyle(self.state, tone="ok" if self._shared.is_shared else "")
        self.home.setVisible(self._usable and (self._shared.is_shared or address is not None))
        if self._usable:
            self.form.ask(address_fields(address or SharedAddress("", "")), columns=2)

    def _warn(self, too_wide: str) -> None:
        """For administrators: warns when this PC's database user has too many rights."""
        if too_wide:
            self.state.setText(f"{self.state.text()} {too_wide}")
            theme.restyle(self.state, tone="danger")

    def _unreadable(self, error: Exception) -> None:
        self.show_address(None)
        self.bar.fail(error)

    def submit(self) -> None:
        values = self.form.values()
        if not values:
            return
        address, password = address_of(values), values["password"]
        self._offer(use=False, move=False)
        shared = self._shared
        self.bar.check(
            lambda: shared.try_it(address, password), lambda tried: self._show_tried(tried, address, password)
        )

    def _show_tried(self, probe: ServerProbe, address: SharedAddress, password: str) -> None:
        self._tried = address, password
        if probe.members is None:
            self.bar.show_result(EMPTY_SHARED if self._shared.is_shared else EMPTY)
            self._offer(use=False, move=not self._shared.is_shared)
            return
        members = "1 medlem" if probe.members == 1 else f"{probe.members:,} medlemmer"
        members = members.replace(",", "\u00a0")
        said = FOUND.format(members=members, line=LINE if probe.secured else NO_LINE)
        self.bar.show_result(said + OLDER if probe.older else said)
        self._offer(use=True, move=False)

    def _offer(self, *, use: bool, move: bool) -> None:
        self.use.setVisible(use)
        self.carry.setVisible(move)
        self._ask_home(asked=False)

    def _ask_home(self, *, asked: bool) -> None:
        self._is_home_asked = asked
        self.home.setText(HOME_SURE if asked else HOME)

    def _use(self) -> None:
        if self._tried is not None:
            address, password = self._tried
            self._change(lambda: self._shared.choose(address, password))

    def _go_home(self) -> None:
        if self._is_home_asked:
            self._change(self._shared.go_home)
        else:
            self._ask_home(asked=True)
            self.bar.show_result(SURE, "warn")

    def _change(self, work: Callable[[], None]) -> None:
        self.bar.do(work, lambda _: self._restart())

    def _move(self) -> None:
        if self._tried is None:
            return
        address, password = self._tried
        self.bar.run(
            lambda progress, stop: self._shared.move_there(address, password, progress=progress, cancel=stop),
            lambda _: self._restart(),
        )


def address_fields(address: SharedAddress) -> list[Field]:
    return [
        Field("host", "Tjener", address.host, "navnet i sertifikatet", width=EMAIL),
        Field("port", "Port", str(address.port), str(PORT), width=NUMBER),
        Field("database", "Base", address.database, width=NAME),
        Field("secured", "Sikring av linja", address.secured, choices=SECURED),
        Field("user", "Bruker", address.user, "tomt: den som er logget inn på PC-en"),
        Field("password", "Passord", "", "tomt: Windows-pålogging, sertifikat eller pgpass.conf", secret=True),
        Field("root", "Rotsertifikat (fil)", address.root, "tomt: der PostgreSQL ser selv"),
    ]


def address_of(values: Mapping[str, str]) -> SharedAddress:
    """The address in the values of `address_fields`."""
    return SharedAddress(
        host=values["host"],
        database=values["database"],
        user=values["user"],
        port=port_of(values["port"]),
        root=values["root"],
        secured="ingen" if values["secured"] == "ingen" else "kontroller",
    )
