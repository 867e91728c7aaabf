"""What a completed call left in its rows, and an organisation put in whole."""

from typing import Any

from sentralbord_desktop.domain.organisation.organisation import Organisation
from sentralbord_desktop.services.office import Services
from sentralbord_desktop.storage import organisation as stored_organisation
from sentralbord_desktop.storage.inquiries import inquiries

Rows = list[dict[str, Any]]


def answers_of(services: Services, inquiry_id: str) -> Rows:
    with services.database.reading() as session:
        return inquiries.answers_of(session, inquiry_id)


def actions_of(services: Services, inquiry_id: str) -> Rows:
    with services.database.reading() as session:
        return inquiries.actions_of(session, inquiry_id)


def save_organisation(services: Services, organisation: Organisation) -> None:
    with services.database.transaction() as session:
        stored_organisation.save_organisation(session, organisation)
