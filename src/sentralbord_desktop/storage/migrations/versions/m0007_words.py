"""On a server, the words of the search index in a table.

Every workstation reads them at start; extracting them from the index took half a minute at 200 000 members. SQLite
keeps such a list itself. Statement triggers keep the table equal to the index: new words are added, and a word is
deleted with the last member that has it (GDPR art. 17).
"""

from alembic import op

revision = "0007"
down_revision = "0006"

OF_ROWS = "SELECT DISTINCT w FROM {rows}, unnest(tsvector_to_array(tokens)) AS w WHERE w ~ '^1?[a-z]'"
"""Names have no tag, places 1 (storage/search/tokens.py)."""
KEEP = f"INSERT INTO member_search_word (word) {OF_ROWS.format(rows='fresh')} ORDER BY w ON CONFLICT DO NOTHING;"
FORGET = (
    "DELETE FROM member_search_word k USING ({old}) AS o WHERE k.word = o.w "
    "AND NOT EXISTS (SELECT 1 FROM member_search s WHERE s.tokens @@ quote_literal(o.w)::tsquery);"
)
GONE = OF_ROWS.format(rows="gone")
REPLACED = f"({GONE}) EXCEPT ({OF_ROWS.format(rows='fresh')})"
TRIGGERS = {
    "insert": ("NEW TABLE AS fresh", KEEP),
    "update": ("OLD TABLE AS gone NEW TABLE AS fresh", KEEP + FORGET.format(old=REPLACED)),
    "delete": ("OLD TABLE AS gone", FORGET.format(old=GONE)),
}

SHARED = """
    DO $$ DECLARE team text; BEGIN
        FOR team IN SELECT rolname FROM pg_roles
            WHERE rolname IN ('sentralbord_operator', 'sentralbord_personvern')
            AND has_table_privilege(rolname, 'member_search', 'INSERT')
        LOOP EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON member_search_word TO %I', team);
        END LOOP;
    END $$
"""
"""The rights of the index (storage/engine/grants.py) for the table of words."""


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        'CREATE TABLE member_search_word (word text COLLATE "C" PRIMARY KEY, seq bigint GENERATED ALWAYS AS IDENTITY)'
    )
    op.execute("CREATE INDEX ix_member_search_word_seq ON member_search_word (seq)")
    op.execute(
        "INSERT INTO member_search_word (word) SELECT word "
        "FROM ts_stat('SELECT tokens FROM member_search') WHERE word ~ '^1?[a-z]'"
    )
    # every search scans the entries that are not merged into the index yet
    op.execute("ALTER INDEX ix_member_search_tokens SET (gin_pending_list_limit = 256)")
    for verb, (rows, body) in TRIGGERS.items():
        op.execute(
            f"CREATE FUNCTION words_of_{verb}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
        )
        op.execute(
            f"CREATE TRIGGER member_search_{verb} AFTER {verb.upper()} ON member_search "
            f"REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION words_of_{verb}()"
        )
    op.execute(SHARED)
