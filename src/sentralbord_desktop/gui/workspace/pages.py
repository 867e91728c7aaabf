"""The pages of the window, in the order of the rail; the only list of all pages. The rail is shown before the register
is open: what loads SQLModel is imported when a page is made."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from sentralbord_desktop.gui.window.rail import RailCount
from sentralbord_desktop.gui.workspace.lazy_pages import PageContext, PageSpec

if TYPE_CHECKING:
    from sentralbord_desktop.domain.callbacks import Callback
    from sentralbord_desktop.domain.confirmations import Confirmation
    from sentralbord_desktop.domain.inquiries.unmatched import UnmatchedCall
    from sentralbord_desktop.domain.members.record import RecentCalls
    from sentralbord_desktop.domain.messages.sending_reach import OutboxContent
    from sentralbord_desktop.gui.lists.list_context import ListContext
    from sentralbord_desktop.services.office import Services


def list_context(context: PageContext) -> "ListContext":
    from sentralbord_desktop.gui.lists.list_context import ListContext

    session = context.services.session
    return ListContext(
        log=context.services.members.log_list,
        author=lambda: session.operator.shown,
        union=lambda: context.call_session.organisation.union_title,
        clock=lambda: session.clock(),
        tasks=context.tasks,
        undo_slot=context.undo_slot,
        unsaved_forms=context.unsaved_forms,
        show_error=context.show_error,
        to_search=context.to_search,
        place=context.place,
    )


def _make_callbacks(context: PageContext) -> QWidget:
    from sentralbord_desktop.gui.callbacks import CallbacksPage
    from sentralbord_desktop.gui.telephony import ring_on_click

    services = context.services
    page = CallbacksPage(list_context(context), services.callbacks, services.case_handover, services.session)
    page.new_asked.connect(context.new_callback)
    page.answered.connect(context.answer_callback)
    ring_on_click(page.ui.number, context.ring)
    page.ui.ring.clicked.connect(context.ring)
    return page


def _make_confirmations(context: PageContext) -> QWidget:
    from sentralbord_desktop.gui.confirmations import ConfirmationsPage

    page = ConfirmationsPage(list_context(context), context.services)
    page.member_chosen.connect(context.call_session.open_member)
    page.member_sought.connect(context.seek)
    return page


def _make_availability(context: PageContext) -> QWidget:
    from sentralbord_desktop.gui.availability.page import AvailabilityPage
    from sentralbord_desktop.gui.telephony import ring_on_click

    def own_department() -> int | None:
        """Numbers of the member whose record is open."""
        record = context.call_session.open_record
        return record.member.department if record else None

    no_members = replace(list_context(context), log=None)
    page = AvailabilityPage(no_members, context.services.availability, own_department, context.outside_tasks)
    ring_on_click(page.ui.number, context.ring)
    page.ui.ring.clicked.connect(context.ring)
    return page


def _make_catalogue(context: PageContext) -> QWidget:
    from sentralbord_desktop.gui.organisation import OrganisationPage

    return OrganisationPage(replace(list_context(context), log=None), context.services)


def _make_outbox(context: PageContext) -> QWidget:
    from sentralbord_desktop.gui.messages.outbox_page import OutboxPage

    page = OutboxPage(list_context(context), context.services.outbox, context.services.session)
    page.reopen_asked.connect(context.call_session.reopen)
    return page


def _make_settings(context: PageContext) -> QWidget:
    from sentralbord_desktop.gui.settings import SettingsPage
    from sentralbord_desktop.gui.workspace.settings_panels import PANELS

    session = context.services.session
    return SettingsPage(PANELS, context, lambda: session.operator, context.place)


def _count_callbacks(callbacks: "list[Callback]", moment: datetime) -> RailCount:
    due = sum(callback.is_overdue(moment) for callback in callbacks)
    if due:
        return RailCount(due, f"{due} å ringe nå", "danger")
    return RailCount(len(callbacks), f"{len(callbacks)} å ringe")


def _read_awaited(services: "Services") -> "list[Confirmation | UnmatchedCall]":
    confirmations = services.confirmations.awaited()
    return [*services.unmatched_calls.all_unmatched(), *confirmations]


def _read_calls(services: "Services") -> "RecentCalls":
    from sentralbord_desktop.domain.members.record import RecentCalls

    return RecentCalls(services.members.recent(), services.members.is_empty())


def _read_outbox(services: "Services") -> "OutboxContent":
    from sentralbord_desktop.domain.messages.sending_reach import OutboxContent

    return OutboxContent(services.outbox.all(), services.sending_workstations.read())


def _count_outbox(content: "OutboxContent", moment: datetime) -> RailCount:
    """All that an operator must see to; red when some of it is urgent. What is urgent and what failed are in the words."""
    messages = content.messages
    pressing = sum(message.is_pressing(moment) for message in messages)
    failed = sum(message.is_trouble(moment) for message in messages)
    left = sum(message.needs_hand or message.is_trouble(moment) for message in messages)
    words = f", {failed} ble ikke sendt" if failed else ""
    urgent = f"{pressing} haster og er ikke sendt, " if pressing else ""
    return RailCount(left, f"{urgent}{left} å sende for hånd{words}", "danger" if pressing else "count")


PAGES: list[PageSpec] = [
    PageSpec(
        name="call",
        title="Samtale",
        icon="phone",
        key="Ctrl+1",
        make=lambda context: context.call,
        subjects=frozenset({"inquiries", "members"}),
        read=_read_calls,
    ),
    PageSpec(
        name="callbacks",
        title="Ring tilbake",
        icon="phone-call",
        key="Ctrl+2",
        words="ringeliste telefonliste oppringinger oppringninger kø liste kolonner sortering",
        make=_make_callbacks,
        subjects=frozenset({"callbacks"}),
        read=lambda services: services.callbacks.all_open(),
        count=_count_callbacks,
    ),
    PageSpec(
        name="confirmations",
        title="Venter på bekreftelse",
        short="Venter",
        icon="hourglass",
        key="Ctrl+3",
        words="purre purring venteliste skjema liste kolonner sortering",
        make=_make_confirmations,
        subjects=frozenset({"confirmations", "inquiries", "members"}),
        read=_read_awaited,
        count=lambda awaited, _: RailCount(len(awaited), f"{len(awaited)} venter"),
    ),
    PageSpec(
        name="availability",
        title="Ledige",
        hint="Hvem som er ledig",
        icon="users-three",
        key="Ctrl+4",
        words="tavle tavla hvem er ledig sett over overføre kalender møte liste",
        make=_make_availability,
        subjects=frozenset({"organisation", "availability", "operators"}),
        read=lambda services: services.availability.board(),
    ),
    PageSpec(
        name="catalogue",
        title="Katalog",
        hint="Avdelinger, roller og personer",
        icon="buildings",
        key="Ctrl+5",
        words="telefonliste telefonnummer nummer nummeret",
        make=_make_catalogue,
        subjects=frozenset({"organisation"}),
        read=lambda services: services.organisation.read(),
    ),
    PageSpec(
        name="outbox",
        title="Utboks",
        icon="paper-plane-tilt",
        key="Ctrl+6",
        words="mail e-post epost sms brev konvolutt melding meldinger sende sendt liste",
        make=_make_outbox,
        subjects=frozenset({"outbox", "sending"}),
        read=_read_outbox,
        count=_count_outbox,
    ),
    PageSpec(name="settings", title="Innstillinger", icon="gear-six", key="Ctrl+,", make=_make_settings, at_foot=True),
]
