"""The panels of Innstillinger, in the order of the list; the only list of them. A panel is its own module and a row here."""

from sentralbord_desktop.gui.access.people_panel import PeoplePanel
from sentralbord_desktop.gui.imports.import_panel import ImportPage
from sentralbord_desktop.gui.imports.sources_panel import SourcesPanel
from sentralbord_desktop.gui.maintenance.maintenance_panel import MaintenancePanel
from sentralbord_desktop.gui.messages.sending_panel import SendingPanel
from sentralbord_desktop.gui.privacy.access_log_panel import AccessLogPanel
from sentralbord_desktop.gui.privacy.breach_panel import BreachPanel
from sentralbord_desktop.gui.privacy.retention_panel import RetentionPanel
from sentralbord_desktop.gui.privacy.subject_rights_panel import SubjectRightsPanel
from sentralbord_desktop.gui.settings import (
    OrganisationForm,
    PanelSpec,
    ProfileForm,
    about_part,
    decided_part,
    look_part,
)
from sentralbord_desktop.gui.sharing.shared_register_panel import SharedRegisterPanel
from sentralbord_desktop.gui.statistics import StatisticsPanel
from sentralbord_desktop.gui.telephony import telephone_form
from sentralbord_desktop.gui.workspace.lazy_pages import PageContext

OWN, OFFICE, REGISTER = "Deg", "Sentralbordet", "Registeret og personvern"
"""The headings of the list."""
ADMINISTRATOR, PRIVACY = ("administrator",), ("personvern",)


def _letterhead(context: PageContext) -> str:
    """The lines above a letter, read from the register."""
    return context.services.sending.read().letterhead.lines or context.services.organisation.read().union_title


PANELS: list[PanelSpec[PageContext]] = [
    PanelSpec(
        "Deg",
        OWN,
        "navn initialer sløyfe lås hjelp bytt endre signatur navnet",
        lambda it: ProfileForm(it.services.session, it.services.policies, it.tasks, it.mine.show_me),
    ),
    PanelSpec(
        "Utseende",
        OWN,
        "farger lyst mørkt tekststørrelse skrifttype skrift zoom kontrast nattmodus dark",
        lambda it: look_part(it.services.policies, it.mine.choose_look),
    ),
    PanelSpec("Tastatur", OWN, "taster snarveier tastatursnarveier hurtigtaster", lambda it: it.keys_panel()),
    PanelSpec(
        "Meld avvik",
        OWN,
        "personvern brudd datatilsynet feil mottaker rapport rapporter avveie melding",
        lambda it: BreachPanel(
            it.services.breaches, lambda: _letterhead(it), it.tasks, privacy=it.services.session.may("personvern")
        ),
    ),
    PanelSpec(
        "Organisasjon",
        OFFICE,
        "forbund åpningstid telefon huset",
        lambda it: OrganisationForm(it.services.organisation, it.tasks),
        ("vedlikehold", "administrator"),
    ),
    PanelSpec(
        "Folk",
        OFFICE,
        "pin roller operatør startkode bruker brukere glemt passord pinkode bytt tilgang rettigheter administrator "
        "ansatt ny person",
        lambda it: PeoplePanel(it.services.people, it.services.session, it.tasks),
    ),
    PanelSpec(
        "Telefon",
        OFFICE,
        "softphone ring lenke hodetelefon telefonsentral",
        lambda it: telephone_form(it.services.telephone, it.tasks),
        ADMINISTRATOR,
    ),
    PanelSpec(
        "Utsending",
        OFFICE,
        "e-post epost sms smtp avsender prøv mail mailen",
        lambda it: SendingPanel(it.services.sending, it.services.sending_workstations, it.tasks, it.outside_tasks),
        ADMINISTRATOR,
    ),
    PanelSpec(
        "Statistikk", OFFICE, "tall rapport diagram", lambda it: StatisticsPanel(it.services.statistics, it.slow_tasks)
    ),
    PanelSpec(
        "Register inn og ut",
        REGISTER,
        "import eksport csv excel les inn medlemmer hent inn importer nytt nye medlem medlemmer fil",
        lambda it: ImportPage(
            *(it.services.member_imports, it.services.import_history, it.services.pulls, it.services.organisation),
            it.slow_tasks,
        ),
        ("administrator", "personvern"),
    ),
    PanelSpec(
        "Hent av seg selv",
        REGISTER,
        "kilde mappe medlemssystem api import automatisk hver natt",
        lambda it: SourcesPanel(it.services.import_sources, it.services.pulls, it.slow_tasks, it.outside_tasks),
        ADMINISTRATOR,
    ),
    PanelSpec(
        "Vedlikehold",
        REGISTER,
        "dobbelt registrert duplikat slå sammen like sjekk registeret kontroll feil sikkerhetskopi backup kopi "
        "gjenopprett gjenopprette øvelse tilbake gjenopprettingskode nøkkel kode passord passordsetning glemt",
        lambda it: MaintenancePanel(it.services, it.tasks, it.slow_tasks, it.restart),
        ("operator", "administrator"),
    ),
    PanelSpec(
        "Felles register",
        REGISTER,
        "tjener server database",
        lambda it: SharedRegisterPanel(
            it.services.shared_register, it.tasks, it.slow_tasks, it.outside_tasks, it.restart
        ),
        ADMINISTRATOR,
    ),
    PanelSpec(
        "Innsyn og sletting",
        REGISTER,
        "personvern gdpr slett medlem slette hemmelig sperret adresse kopi utlevere",
        lambda it: SubjectRightsPanel(
            it.services.privacy, it.services.retention, lambda: _letterhead(it), it.slow_tasks
        ),
        PRIVACY,
    ),
    PanelSpec(
        "Lagringstid",
        REGISTER,
        "personvern slett gammelt sletteregler slettefrist",
        lambda it: RetentionPanel(it.services.retention, it.slow_tasks),
        PRIVACY,
    ),
    PanelSpec(
        "Sporing",
        REGISTER,
        "logg hvem oppslag personvern har sett",
        lambda it: AccessLogPanel(it.services.privacy, it.slow_tasks),
        PRIVACY,
    ),
    PanelSpec("Fra IT", REGISTER, "policy bestemt", lambda it: decided_part(it.services.policies)),
    PanelSpec("Om", REGISTER, "versjon lisenser programmet oppdatering versjonen", lambda it: about_part(it.about)),
]
