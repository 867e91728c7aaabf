"""The link to the mail program carries everything and nothing more."""

from urllib.parse import parse_qs, unquote, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from sentralbord_desktop.delivery.mailto import mailto


def test_everything_is_in_the_link() -> None:
    link = mailto("ingunn.f@eksempel.no", ["ds4@forbundet.no", "ks@forbundet.no"], "Kurs & mat", "Hei!\nVi sees.")
    assert link == (
        "mailto:ingunn.f@eksempel.no?cc=ds4@forbundet.no,ks@forbundet.no"
        "&subject=Kurs%20%26%20mat&body=Hei%21%0D%0AVi%20sees."
    )


def test_what_is_empty_is_left_out() -> None:
    assert mailto("a@b.no", [], "", "") == "mailto:a@b.no"
    assert mailto("a@b.no", ["avdelingen"], "", "Hei") == "mailto:a@b.no?body=Hei"


def test_a_single_copy_may_be_given_as_it_is() -> None:
    assert mailto("a@b.no", "c@d.no", "", "") == "mailto:a@b.no?cc=c@d.no"


def test_each_kind_of_line_break_is_crlf() -> None:
    assert mailto("a@b.no", [], "", "1\n2\r\n3\r4").endswith("body=1%0D%0A2%0D%0A3%0D%0A4")


def test_a_plus_in_the_address_does_not_become_a_space() -> None:
    assert mailto("ola+fag@b.no", [], "", "") == "mailto:ola%2Bfag@b.no"


@given(st.text(), st.lists(st.text()), st.text(), st.text())
def test_no_text_can_add_a_field_to_the_link(to: str, cc: list[str], subject: str, body: str) -> None:
    link = mailto(to, cc, subject, body)
    assert link.isascii()
    assert link.isprintable()
    fields = parse_qs(urlsplit(link).query, keep_blank_values=True)
    assert set(fields) <= {"cc", "subject", "body"}
    assert all(len(values) == 1 for values in fields.values())
    assert "\n" not in unquote(urlsplit(link).path)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])))
def test_the_body_comes_out_as_it_was_written(body: str) -> None:
    query = urlsplit(mailto("a@b.no", [], "", body)).query
    assert unquote(query.removeprefix("body=")) == body
