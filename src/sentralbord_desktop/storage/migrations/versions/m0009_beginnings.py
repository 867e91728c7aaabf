"""On a server, short prefixes of each token are tokens of the search index.

SQLite's index has them (prefix='1 2 3 4'). Without them PostgreSQL merges the members of every word with the prefix for
each key, tens of thousands, before the other words are applied. Prefixes up to `query_tiers.PREFIX_INDEXED` characters;
one letter alone is not worth it (`query.py`). The trigger of 0007 uses the new index to check whether a word is still
in use.
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
