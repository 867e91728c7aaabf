"""On a server, the search's index has the short beginnings of each token as tokens of their own.

SQLite's index has them by itself (prefix='1 2 3 4'). Without them PostgreSQL puts the members of every word
that begins so together at each key, tens of thousands of them before it knows which also have the
other words. The longest are as long as `tiers.PREFIX_INDEXED`; one letter alone is not worth it (asking.py).
Whether anybody still has a word (0007) is asked of the new index.
"""

from alembic import op

from sentralbord_desktop.storage.migrations.versions.m0007_words import TRIGGERS

revision = "0009"
down_revision = "0008"

INDEX = "ix_member_search_tokens"


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        "CREATE FUNCTION with_beginnings(tokens tsvector) RETURNS tsvector "
        "LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ "
        "SELECT array_to_tsvector(tsvector_to_array(tokens) || ARRAY("
        "SELECT left(w, n) || '*' FROM unnest(tsvector_to_array(tokens)) AS w, generate_series(2, 4) AS n "
        "WHERE length(w) >= n)) $$"
    )
    op.execute(f"DROP INDEX {INDEX}")
    op.execute(
        f"CREATE INDEX {INDEX} ON member_search USING gin (with_beginnings(tokens)) WITH (gin_pending_list_limit = 256)"
    )
    for verb in ("update", "delete"):
        body = TRIGGERS[verb][1].replace("s.tokens @@", "with_beginnings(s.tokens) @@")
        op.execute(
            f"CREATE OR REPLACE FUNCTION words_of_{verb}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN {body} RETURN NULL; END $$"
        )
