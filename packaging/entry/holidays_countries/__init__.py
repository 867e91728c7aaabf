"""Takes the place of `holidays.countries` in the frozen programs: the library's own loads every country's calendar. Its
text is ours: the names by which `holidays.country_holidays("NO")` finds Norway's."""

from holidays.countries.norway import NO, NOR, Norway

__all__ = ["NO", "NOR", "Norway"]
