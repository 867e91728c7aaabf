"""Sentences that explain why a key does nothing here."""

NO_NUMBER = "Det er ikke noe telefonnummer å kopiere her. Velg et medlem eller en rad som har det."
NO_PASTE = "Det er ingenting å lime inn. Kopier nummeret først, så søker vi på det."
NO_EDIT = "Velg det som skal rettes først: et medlem, et kort på «Se over og fullfør» eller en rad i Katalog."
