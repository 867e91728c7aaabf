"""Headings of a file as people write them, and what the columns that are not read may be."""

import pytest

from sentralbord_desktop.domain.imports.file_lines import heading_lines, lines_between
from sentralbord_desktop.domain.imports.headings import match, match_table, proposed, refused, unread_columns
from sentralbord_desktop.domain.imports.name_order import name_lines, name_reader
from sentralbord_desktop.domain.members.fields import MEMBERS

SHORT = "Medl.nr;Fornavn/mellomnavn;Etternavn;F.dato;E-postadr.;Tlf. privat;Mobil;Avd.nr;Arb.giver navn;Tillv."
NORWEGIAN = {
    SHORT: "number first_name last_name birth_date email phone2 phone department employer shop_steward",
    "MEDLEMSNR;FORNVN;MELLOMNAVN;ETTERNVN;FDATO;MOBTLF;TLF;AVDNR;ARBGIVER;POSTNR;POSTSTED;GATEADR;INNMDATO": (
        "number first_name middle_name last_name birth_date phone phone2 department employer post_code place street"
        " joined"
    ),
    "MedlemsID;FullName;DatoFødt;EPost;TlfMobil;Lokallag;Bedriftsnavn;ArbeidsstedPostnr;ResSMS;Forsikr.kode": (
        "number name birth_date email phone department employer workplace_post_code no_sms insurance_codes"
    ),
    "Medlemsnr.;Namn;Fødd;Heimetelefon;Avdelingsnamn;Arbeidsgjevar;Arbeidsplassen;Postadresse;Stad;Innmeld": (
        "number name birth_date phone department employer workplace street place joined"
    ),
    "Medlem nr;Etternavn, fornavn;Foedselsdato;Postnr. og sted;Medlemsstatus;Tillitsvald": (
        "number last_first birth_date town status shop_steward"
    ),
    "MEDLNR;FORNAVN1;SLEKTSNAVN;FODT;TLF_MOBIL;EPOST;ADRESSE1;AVDNR;MEDLSTATUS;INNM_DATO;UTM_DATO;BEDRNAVN;FORSKODE": (
        "number first_name last_name birth_date phone email street department status joined resigned employer"
        " insurance_codes"
    ),
    "Medlemsnr.;Førenamn;Etternamn/firma;Fødd (ddmmåå);SMS-nummer;Fasttelefon;Adresse 1: Gate;Adresse 1: Postnr.": (
        "number first_name last_name birth_date phone phone2 street post_code"
    ),
    "Adresse 1: Poststad;Fagforening;Arbeidsgiver (firma);Er tillitsvalgt (ja/nei);Ønskjer ikkje SMS;Utmeldt den": (
        "place department employer shop_steward no_sms resigned"
    ),
    "Member_Number__c;LastName;MailingStreet;MailingPostalCode;MailingCity;MobilePhone;Status__c;Branch__c": (
        "number last_name street post_code place phone status department"
    ),
    "Membership no.;Current Employer;Left date;Do Not SMS": "number employer resigned no_sms",
    "Medlemsnr.;Vil ikkje ha SMS": "number no_sms",
    "Medlemsnr;Ønsker ikke å motta SMS": "number no_sms",
    "Medlemsnr ;Opt-out SMS (Y/N)": "number no_sms",
    "member_no;given name;Family Name;DateOfBirth;E-mail address;Zip code;City;Cell;Home phone;Member since": (
        "number first_name last_name birth_date email post_code place phone phone2 joined"
    ),
}


@pytest.mark.parametrize("headings", NORWEGIAN)
def test_headings_are_matched_as_people_write_them(headings: str) -> None:
    assert list(match(MEMBERS, headings.split(";")).values()) == NORWEGIAN[headings].split()


OTHERS = (
    "Sivilstatus|Betalingsstatus|Statusdato|Fødested|Fødselsår|Arb.giver org.nr|Bedriftsnr|Fakturaadresse|Adresse 2|"
    "Telefon pårørende|Kontonr|Kommunenr|Tillitsvalgt fra|Kjønn|Dato|Nr|Tillat SMS|Ønsker å motta SMS|SMS (Y/N)|"
    "Arbeidsgiver adresse|Foresatt mobil|Fødselsnavn|Startdato|Grunn"
)


@pytest.mark.parametrize("heading", OTHERS.split("|"))
def test_a_heading_that_means_something_else_is_not_read(heading: str) -> None:
    assert match(MEMBERS, ["Medlemsnr", heading])[heading] is None


def test_a_field_is_given_once_and_to_the_best_of_its_headings() -> None:
    found = match(MEMBERS, ["Avd.navn", "Avd.nr", "Tlf", "Tlf arbeid", "Mobil", "Statuskode", "Statustekst"])
    assert [heading for heading, field in found.items() if field == "department"] == ["Avd.nr"]
    assert (found["Mobil"], found["Tlf arbeid"], found["Tlf"]) == ("phone", "phone2", None)
    assert found["Statustekst"] == "status"
    assert match(MEMBERS, ["Tlf. privat"]) == {"Tlf. privat": "phone"}, "a second number without a first is the first"


@pytest.mark.parametrize("first", ["Telefon", "Phone", "Tlf.", "Telefonnummer"])
@pytest.mark.parametrize("mobile", ["Mobil", "Mobilnr.", "Mobile Phone", "Mobil (privat)"])
def test_the_mobile_number_is_the_first_wherever_its_column_is(first: str, mobile: str) -> None:
    for headings in ([first, mobile], [mobile, first]):
        assert match(MEMBERS, headings) == {first: "phone2", mobile: "phone"}


@pytest.mark.parametrize("status", ["Status", "Medlemsstatus", "Membership Status", "Medl.stat."])
@pytest.mark.parametrize("kind", ["Medlemstype", "Membership Type"])
def test_the_status_is_in_the_column_that_is_called_so(status: str, kind: str) -> None:
    assert match(MEMBERS, [kind, status]) == {kind: None, status: "status"}
    assert match(MEMBERS, [kind]) == {kind: "status"}


@pytest.mark.parametrize("heading", ["Fødselsnr", "F.nr.", "FNR", "Fødselsnummer (11 siffer)", "Pers.nr", "personnr."])
def test_a_column_of_birth_numbers_is_never_read_however_it_is_called(heading: str) -> None:
    assert list(refused([heading], [])) == [heading]


@pytest.mark.parametrize(
    ("cells", "is_refused"), [(["2317", "151", ""], False), (["2317", "12345"], True), (["", ""], True)]
)
def test_pnr_is_a_post_code_where_no_cell_is_longer_than_one(cells: list[str], is_refused: bool) -> None:
    assert bool(refused(["Pnr"], [[cell] for cell in cells])) is is_refused
    assert match(MEMBERS, ["Pnr"])["Pnr"] == "post_code"


def test_what_is_not_read_says_what_it_holds_and_what_it_may_be() -> None:
    headings = ["Medlemsnr", "Medlemskategori", "Fødselsnr", "Merket", "Kontakt", "Grunn"]
    statuses = ["Yrkesaktiv", "Pensjonist", "Student", "Utmeldt", "Passiv"]
    rows = [(str(n), status, "x", "", f"m{n}@eksempel.no", "") for n, status in enumerate(statuses)]
    columns = match(MEMBERS, headings)
    unread = unread_columns(MEMBERS, headings, rows, columns, {"Fødselsnr": "aldri"})
    assert [(it.heading, it.content, it.likely) for it in unread] == [
        ("Medlemskategori", "Yrkesaktiv, Pensjonist, Student og 2 til", "status"),
        ("Fødselsnr", "hentes aldri inn", None),
        ("Merket", "tom i alle radene", None),
        ("Kontakt", "m0@eksempel.no, m1@eksempel.no, m2@eksempel.no og 2 til", "email"),
    ]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["Medlemsregisteret"], ["Uttrekk 01.11.2026", "", "side 1"], ["Medl.nr", "Navn", "Født"], ["1", "A", ""]], 2),
        ([["Medl.nr", "Navn"], ["1", "Avdeling"]], 0),
        ([["Medlemsregisteret", "Uttrekk", "side 1"], ["Medl.nr", "Navn", "Født"], ["1", "A", ""]], 1),
        ([["Register 4"], ["a", "b", "c"], ["1", "2", "3"]], 1),
    ],
)
def test_the_headings_are_found_below_titles(rows: list[list[str]], place: int) -> None:
    assert heading_lines(MEMBERS, rows)[:2] == (place, place)


@pytest.mark.parametrize(
    ("headings", "cells", "field"),
    [
        (["Gateadresse", "Postadresse"], ["Granveien 4", "2317 Hamar"], "town"),
        (["Adresse", "Postadresse"], ["Granveien 4", "Granveien 4"], None),
        (["Gate", "Poststed"], ["Granveien 4", "NO-2317 Mo i Rana"], "town"),
        (["Postnr", "Poststed"], ["2317", "Hamar"], "place"),
        (["Epost", "Postadresse"], ["", "Granveien 4"], "street"),
    ],
)
def test_a_column_of_post_codes_and_places_is_known_by_its_cells(
    headings: list[str], cells: list[str], field: str | None
) -> None:
    rows = [["1", *cells]] * 3
    found = match_table(MEMBERS, ["Medlemsnr", *headings], rows, {})
    assert found[headings[1]] == field
    assert match_table(MEMBERS, ["Medlemsnr", "Postadresse", "Adresse"], [["1", "0151 Oslo", "Vei 1"]], {}) == {
        "Medlemsnr": "number",
        "Postadresse": "town",
        "Adresse": "street",
    }


@pytest.mark.parametrize(
    ("heading", "field"),
    [("Etternavn Fornavn", "last_first"), ("Navn (etternavn, fornavn)", "last_first"), ("Fornavn/etternavn", "name")],
)
def test_the_order_of_the_names_is_that_of_the_heading(heading: str, field: str) -> None:
    assert match(MEMBERS, ["Medlemsnr", heading])[heading] == field


def test_a_heading_that_comes_again_is_the_second_of_its_kind_or_nothing() -> None:
    found = match(MEMBERS, ["Medlemsnr", "Telefon", "Telefon (3)", "Adresse", "Adresse (5)"])
    assert list(found.values()) == ["number", "phone", "phone2", "street", None]


OWN = ("Medlemsnr", "Navn", "Adresse", "Postnr", "Telefon")
THEIRS = tuple(f"Arbeidsgiver {heading}" for heading in OWN[1:])


@pytest.mark.parametrize(
    ("rows", "headings"),
    [
        (["Medlems-;For-;Etter-;Fødsels-;Mobil", "nummer;navn;navn;dato;telefon"], "Medlemsnummer;Fornavn;Etternavn;"),
        (["Medl.;;;Født", "nummer;Fornavn;Etternavn;"], "Medl. nummer;Fornavn;Etternavn;Født"),
        (["Medlem;;;;;Bedrift;;;", f"{';'.join(OWN)};{';'.join(OWN[1:])}"], ";".join(OWN + THEIRS)),
        (["Medlem;Medlem;;Arbeidsgiver;Arbeidsgiver;", "Nr;Navn;E-post;Navn;Adresse;Mobil"], "Medlem Nr;Navn;E-post;"),
        (
            ["Medlemsnr;Fornavn;Etternavn;Arbeidsgiver;", ";;;Navn;Adresse"],
            "Medlemsnr;Fornavn;Etternavn;Arbeidsgiver Na",
        ),
        (["Arbeidsgivere 2026", "Medlemsnr;Navn;Adresse"], "Medlemsnr;Navn;Adresse"),
    ],
)
def test_headings_of_two_lines_are_read_together(rows: list[str], headings: str) -> None:
    found = heading_lines(MEMBERS, [*(row.split(";") for row in rows), ["300", "Odd", "Berg", "14.03.1979", ""]])
    assert ";".join(found.texts).startswith(headings)
    assert found.last == 1
    if "Mobil" in rows[1]:
        assert found.texts[3:] == ("Arbeidsgiver Navn", "Arbeidsgiver Adresse", "Mobil")


@pytest.mark.parametrize(
    ("headings", "after"),
    [
        ("Medlemsnr;Navn;Adresse;Telefon;Arbeidsgiver;Navn;Adresse;Telefon;Mobil", "Navn Adresse Telefon"),
        ("Medlemsnr;Fornavn;Etternavn;Arbeidsgiver;Org.nr;Navn;Adresse", "Org.nr Navn Adresse"),
        ("Medlemsnr;Fornavn;Gateadresse;Arbeidsgiver;Adresse;Postnr;Avdeling", "Adresse Postnr"),
        ("Medlemsnr;Fornavn;Arbeidsgiver;Adresse;Postnr;Avdeling", ""),
        ("Medlemsnr;Fornavn;Arbeidsgiver;E-post;Telefon", ""),
        ("Medlemsnr;Telefon;Arbeidsgiver;Mobil;E-post", ""),
        ("Medlemsnr;Telefon;Arbeidsgiver;Kontaktperson;Mobil;E-post", "Kontaktperson Mobil E-post"),
    ],
)
def test_an_address_after_the_employer_is_the_employers_where_the_member_has_one(headings: str, after: str) -> None:
    [found] = {heading_lines(MEMBERS, [headings.split(";"), ["300"]]).texts}
    assert [it.removeprefix("Arbeidsgiver ") for it in found if it.startswith("Arbeidsgiver ")] == after.split()
    assert not {"street", "post_code"} & {match(MEMBERS, [it])[it] for it in found if it.startswith("Arbeidsgiver ")}


NO_MEMBERS = (
    "Delsum Avd. 4;;57|;Totalt: 700;|Sum;;12|Side 1 av 3|Kjørt av MH;01.11.2026|Rapport M12|Antall;2;|Antall: 1"
)


@pytest.mark.parametrize("line", NO_MEMBERS.split("|"))
def test_a_line_about_the_rows_is_none_wherever_it_is(line: str) -> None:
    rows = [["300", "Odd", "Berg"], line.split(";"), ["301", "Liv", "Sum"], ["", "Sum", "Ning"]]
    assert lines_between(rows, 0) == [1]


def asked(headings: str, *rows: str) -> tuple[dict[str, str | None], list[str], list[str]]:
    """The columns that are read, the first words of each question, and what is told."""
    named, lines = headings.split(";"), [row.split(";") for row in rows]
    found = proposed(MEMBERS, named, lines, range(2, len(lines) + 2), {})
    return (
        {heading: field for heading, field in found.columns.items() if field},
        [question.sentence for question in found.questions],
        found.left_out,
    )


def test_a_heading_that_comes_again_with_other_content_is_asked_about() -> None:
    columns, questions, _ = asked("Medlemsnr;Telefon;Telefon (3)", "1;;", "2;99000418;22112211")
    assert columns == {"Medlemsnr": "number"}
    assert questions == [
        "«Telefon» står 2 ganger i overskriftene, med ulikt innhold, først på linje 3: «Telefon» har «99000418», "
        "«Telefon (3)» har «22112211». Ingen av dem leses før noen velger."
    ]


@pytest.mark.parametrize(
    ("headings", "row", "read", "told"),
    [
        ("Medlemsnr;Telefon;Telefon (3)", "1;99000418; 99000418", "Telefon", 1),
        ("Medlemsnr;Telefon;Telefon (3)", "1;;99000418", "Telefon (3)", 0),
        ("Medlemsnr;Telefon;Telefon (2)", "1;99000418;22112211", "Telefon", 0),
        ("Medlemsnr;Merknad;Merknad (3);Telefon", "1;a;b;99000418", "Telefon", 0),
    ],
)
def test_a_heading_that_comes_again_is_not_asked_about_without_doubt(
    headings: str, row: str, read: str, told: int
) -> None:
    columns, questions, said = asked(headings, row)
    assert (columns[read], questions, len(said)) == ("phone", [], told)


def test_an_address_after_the_employer_is_asked_about_where_the_member_has_none() -> None:
    columns, [question], _ = asked("Medlemsnr;Fornavn;Arbeidsgiver;Adresse;Postnr;Avdeling", "1;Odd;Coop;Vei 1;2317;4")
    assert list(columns) == ["Medlemsnr", "Fornavn", "Arbeidsgiver", "Avdeling"]
    assert question.startswith("«Adresse», «Postnr» står etter «Arbeidsgiver», og kan være medlemmets eller")


def test_the_employer_is_read_where_its_name_is() -> None:
    columns, _, _ = asked("Medlemsnr;Arbeidsgiver;Arbeidsgiver Navn", "1;;Coop")
    assert columns == {"Medlemsnr": "number", "Arbeidsgiver Navn": "employer"}


@pytest.mark.parametrize(
    ("heading", "names", "field"),
    [
        ("Navn", "HANSEN OLA|BERG KARI ANNE|MOHAMMED ALI", "last_first"),
        ("Navn", "Ola Hansen|Kari Anne Berg|Mohammed Ali", "name"),
        ("Navn", "Berg, Kari|Ola", "name"),
        ("Navn", "Qwert Asdf|Zxcv Uiop", None),
        ("Navn", "Ola Hansen|Berg Kari", None),
        ("Fornavn etternavn", "Qwert Asdf", "name"),
        ("Fornavn etternavn", "Hansen Ola|Berg Kari", None),
        ("Etternavn Fornavn", "Ola Hansen|Kari Berg", None),
        ("Etternavn Fornavn", "Hansen Anne-Marie", "last_first"),
        ("Etternavn, fornavn", "Hansen, Ola", "last_first"),
    ],
)
def test_the_order_of_names_is_that_of_the_column_or_it_is_asked_about(
    heading: str, names: str, field: str | None
) -> None:
    columns, questions, _ = asked(f"Medlemsnr;{heading}", *(f"{n};{name}" for n, name in enumerate(names.split("|"))))
    assert columns.get(heading) == field
    assert [question.split(":")[0] for question in questions] == (
        [] if field else [f"«{heading}» viser ikke om etternavnet står først"]
    )


def test_the_order_of_names_is_not_asked_about_where_each_part_has_its_column() -> None:
    assert asked("Medlemsnr;Navn;Fornavn;Etternavn", "1;Qwert Asdf;Qwert;Asdf")[1] == []


@pytest.mark.parametrize(
    ("capitals", "name"),
    [
        ("HANSEN OLA", "Hansen Ola"),
        ("ØDEGÅRD-LIE", "Ødegård-Lie"),
        ("MC'CLOUD", "Mc'Cloud"),
        ("MCCLOUD", "McCloud"),
        ("JAN VAN DER BERG", "Jan van der Berg"),
        ("VON DER LIPPE", "von der Lippe"),
        ("NGUYEN VAN THANH", "Nguyen Van Thanh"),
        ("O'BRIEN", "O'Brien"),
        ("DE LA CRUZ", "de la Cruz"),
    ],
)
def test_names_in_capitals_get_ordinary_letters_where_the_whole_column_has_them(capitals: str, name: str) -> None:
    rows = [[capitals], ["BERG"], ["LIE"]]
    assert name_reader(str, rows, 0)(capitals) == name
    assert name_reader(str, [*rows, ["Moe"]], 0)(capitals) == capitals
    assert name_reader(str, rows[:2], 0)(capitals) == capitals, "too few to tell"


def test_how_names_are_read_is_shown_with_three_examples() -> None:
    rows = [["1", "HANSEN OLA"], ["2", "BERG KARI"], ["3", "-"], ["4", "VAN DER LIE JAN"], ["5", "MOE LIV"]]
    [line] = name_lines(["Nr", "Navn"], rows, {"Nr": "number", "Navn": "last_first"})
    assert line == (
        "Navn leses som etternavn først: HANSEN OLA → Ola Hansen, BERG KARI → Kari Berg, "
        "VAN DER LIE JAN → Jan van der Lie."
    )
    assert list(name_lines(["Navn"], [["Ola Berg"]], {"Navn": "name"})) == []
