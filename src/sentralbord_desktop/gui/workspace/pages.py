"""The pages of the window, in the order of the rail; the only list of all pages. The rail is shown before the register
is open: what loads SQLModel is imported when a page is made."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from sentralbord_desktop.gui.window.rail import RailCount
from sentralbord_desktop.gui.workspace.lazy_pages import PageContext, PageSpec

if TYPE_CHECKING:
    from sentralbord_desktop.domain.callbacks.callback import Callback
    from sentralbord_desktop.domain.confirmations.confirmation import Confirmation
    from sentralbord_desktop.domain.inquiries.unmatched import UnmatchedCall
    from sentralbord_desktop.domain.members.record import RecentCalls
    from sentralbord_desktop.domain.messages.sending_reach import OutboxContent
    from sentralbord_desktop.gui.availability.paper import BoardPaper
    from sentralbord_desktop.gui.lists.list_table import ListTable
    from sentralbord_desktop.services.office import Services


def _make_callbacks(context: PageContext) -> QWidget:
    from sentralbord_desktop.gui.callbacks.page import CallbacksPage
    from sentralbord_desktop.gui.telephony.dialler import ring_on_click

    services = context.services
    page = CallbacksPage(
        services.callbacks,
        services.case_handover,
        services.session,
        context.tasks,
        context.undo_slot,
        context.unsaved_forms,
        context.place,
    )
    page.new_asked.connect(context.new_callback)
    page.answered.connect(context.answer_callback)
    page.letter_typed.connect(context.to_search)
    page.list.logged = partial(_log_list, context, page)
    _dress_paper(context, [page.list])
    ring_on_click(page.ui.number, context.ring)
    page.ui.ring.clicked.connect(context.ring)
    return page


def _make_confirmations(context: PageContext) -> QWidget:
    from sentralbord_desktop.gui.confirmations.page import ConfirmationsPage

    page = ConfirmationsPage(context.services, context.tasks, context.undo_slot, context.unsaved_forms, context.place)
    page.member_chosen.connect(context.call_session.open_member)
    page.member_sought.connect(context.seek)
    page.letter_typed.connect(context.to_search)
    page.list.logged = partial(_log_list, context, page)
    _dress_paper(context, [page.list])
    return page


def _make_availability(context: PageContext) -> QWidget:
    from sentralbord_desktop.gui.availability.page import AvailabilityPage
    from sentralbord_desktop.gui.telephony.dialler import ring_on_click

    def own_department() -> int | None:
        """Numbers of the member whose record is open."""
        record = context.call_session.open_record
        return record.member.department if record else None

    page = AvailabilityPage(
        context.services.availability,
        own_department,
        context.tasks,
        context.outside_tasks,
        context.unsaved_forms,
        context.place,
    )
    page.letter_typed.connect(context.to_search)
    ring_on_click(page.ui.number, context.ring)
    page.ui.ring.clicked.connect(context.ring)
    _dress_paper(context, [page.paper])
    return page


def _make_catalogue(context: PageContext) -> QWidget:
    from sentralbord_desktop.gui.organisation.page import OrganisationPage

    page = OrganisationPage(context.services, context.tasks, context.unsaved_forms, context.place)
    _dress_paper(context, page.lists)
    page.letter_typed.connect(context.to_search)
    return page


def _make_outbox(context: PageContext) -> QWidget:
    from sentralbord_desktop.gui.messages.outbox_page import OutboxPage

    services = context.services
    page = OutboxPage(
        services.outbox, services.session, context.tasks, context.undo_slot, context.unsaved_forms, context.place
    )
    page.reopen_asked.connect(context.call_session.reopen)
    page.letter_typed.connect(context.to_search)
    page.list.logged = partial(_log_list, context, page)
    _dress_paper(context, [page.list])
    return page


def _make_settings(context: PageContext) -> QWidget:
    from sentralbord_desktop.gui.settings.page import SettingsPage

    services, call_session, mine = context.services, context.call_session, context.mine
    page = SettingsPage(
        lambda: services.session.operator,
        lambda: call_session.organisation,
        lambda: context.about,
        context.parts,
        services.policies,
        context.place,
    )
    page.operator_changed.connect(lambda new: mine.settle(new, page.operator_kept.emit))
    page.look_changed.connect(mine.choose_look)
    page.organisation_changed.connect(lambda new: mine.save_organisation(new, page.organisation_saved.emit))
    return page


def _dress_paper(context: PageContext, lists: "Iterable[ListTable[Any] | BoardPaper]") -> None:
    """Set the head of printed lists: author, time and union."""
    from sentralbord_desktop.gui.lists.paper.paper_head import PaperHead

    session = context.services.session

    def head() -> PaperHead:
        return PaperHead(session.clock(), session.operator.shown, context.call_session.organisation.union_title)

    for each in lists:
        each.paper_head = head


def _log_list(context: PageContext, page: QWidget, what: str, about: int | None, leave: Callable[[], None]) -> None:
    """Release data of a list once the access log has the entry."""
    log_list = context.services.members.log_list
    context.tasks.run(page, lambda: log_list(what, about), lambda _: leave(), context.show_error)


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
    """Red: what is urgent and not sent; else what an operator must see to, with what failed in the words."""
    messages = content.messages
    pressing = sum(message.is_pressing(moment) for message in messages)
    if pressing:
        return RailCount(pressing, f"{pressing} haster og er ikke sendt", "danger")
    failed = sum(message.is_trouble(moment) for message in messages)
    left = sum(message.needs_hand or message.is_trouble(moment) for message in messages)
    words = f", {failed} ble ikke sendt" if failed else ""
    return RailCount(left, f"{left} å sende for hånd{words}")


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
