"""What a search would be without an index: every word somewhere in a column."""

from sentralbord_desktop.services.office import Services

MOST = 51
COLUMNS = ("first_name", "middle_name", "last_name", "number", "employer", "place", "email", "post_code", "birth_date")
PHONE = "EXISTS (SELECT 1 FROM member_phone p WHERE p.member_id = m.id AND p.number LIKE ?)"
WORD = f"({' OR '.join(f'm.{column} LIKE ?' for column in COLUMNS)} OR {PHONE})"


class Like:
    """LIKE '%word%' for each word that was typed, over the same file with the same key."""

    def __init__(self, services: Services) -> None:
        self._database = services.database

    def search(self, text: str) -> list[int]:
        """Ids of at most MOST members; a number in groups is taken for one, as a person would."""
        words = text.split()
        if all(part.strip("+").isdigit() for part in words):
            words = ["".join(words).removeprefix("+47")]
        words = [word for word in words if word]
        where = " AND ".join([WORD] * len(words)) or "1"
        values = [f"%{word}%" for word in words for _ in range(len(COLUMNS) + 1)]
        statement = f"SELECT m.id FROM member m WHERE {where} LIMIT {MOST}"  # noqa: S608 - our own table and marks
        with self._database.reading() as session:
            found = session.connection().exec_driver_sql(statement, tuple(values))
            return [row[0] for row in found]

    def numbers(self, ids: list[int]) -> list[str]:
        if not ids:
            return []
        wanted = ", ".join(str(one) for one in ids)
        with self._database.reading() as session:
            rows = session.connection().exec_driver_sql(
                f"SELECT id, number FROM member WHERE id IN ({wanted})"  # noqa: S608 - ints
            )
            number = {row[0]: row[1] for row in rows}
        return [number[one] for one in ids]
