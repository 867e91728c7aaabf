"""What of a file is in doubt waits for a person, and no value of it comes in without a word."""

from pathlib import Path

from sentralbord_desktop.domain.imports.decide import same_person
from sentralbord_desktop.domain.imports.doubt import undecided
from sentralbord_desktop.services.office import Services
from tests.helpers.import_files import HEAD, csv_file, imported, member, previewed

KARI = "300;Kari;Lie;01.02.1980;990 00 423;2;Student"
PER = "300;Per;Berg;03.04.1955;400 11 222;2;Yrkesaktiv"


def test_another_person_under_a_known_number_waits_until_somebody_says_that_it_is_the_same(
    services: Services, tmp_path: Path
) -> None:
    imported(services, csv_file(tmp_path, HEAD, KARI))
    preview = previewed(services, csv_file(tmp_path, HEAD, PER))
    assert undecided(preview, is_whole=True) == "Venter på deg: 1 rad om et annet menneske."
    services.member_imports.write(preview)
    before = member(services, "300")
    assert (before.name, before.phone, before.status) == ("Kari Lie", "99000423", "student")
    decided = same_person(preview, {before.id})
    assert undecided(decided, is_whole=True) == ""
    assert services.member_imports.write(decided).changed == 1
    after = member(services, "300")
    assert (after.name, after.phone, after.status) == ("Per Berg", "40011222", "yrkesaktiv")
