"""SQL functions of a register on a server: the current user, for whom that user may sign, PINs. Each is owned by the
owner of the tables, has this schema as its search path, and runs with the owner's rights
(docs/decisions/001-rights-in-the-database.md). `session_user` is the user that logged in, independent of SET ROLE."""

from sqlalchemy import Connection, text

OPERATORS, PRIVACY = "sentralbord_operator", "sentralbord_personvern"
ADMINISTRATORS = "sentralbord_administrator"
GROUPS = (OPERATORS, PRIVACY, ADMINISTRATORS)
WHO = {
    "is_owner()": (
        "boolean",
        "plpgsql STABLE",
        """
        BEGIN RETURN session_user = {owner} OR current_setting('is_superuser') = 'on'; END""",
    ),
    "is_administrator()": (
        "boolean",
        "plpgsql STABLE",
        f"""
        BEGIN RETURN session_user = {{owner}} OR current_setting('is_superuser') = 'on'
            OR coalesce(pg_has_role(session_user, to_regrole('{ADMINISTRATORS}')::oid, 'MEMBER'), false); END""",
    ),
    "my_operators()": (
        "integer[]",
        "plpgsql STABLE",
        """
        BEGIN RETURN (SELECT coalesce(array_agg(operator_id), '{{}}') FROM operator_account
            WHERE db_user = session_user); END""",
    ),
    "my_signs()": (
        "text[]",
        "plpgsql STABLE",
        """
        BEGIN RETURN (SELECT coalesce(array_agg(o.initials::text ORDER BY o.id), '{{}}') FROM operator_account a
            JOIN operator o ON o.id = a.operator_id WHERE a.db_user = session_user AND o."left" IS NULL); END""",
    ),
    "is_privacy()": (
        "boolean",
        "plpgsql STABLE",
        f"""
        BEGIN RETURN coalesce(pg_has_role(session_user, to_regrole('{PRIVACY}')::oid, 'MEMBER'), false); END""",
    ),
}
"""Name and arguments -> (return type, language, body)."""

PINS = {
    "keep_operator()": (
        "trigger",
        "plpgsql",
        """
        DECLARE parts text[] := string_to_array(NEW.pin, '$'); taken text;
        BEGIN
            IF TG_OP = 'UPDATE' AND NEW.os_user <> OLD.os_user AND NOT is_administrator() THEN
                SELECT o.initials INTO taken FROM operator o WHERE o.os_user = NEW.os_user AND o.id <> NEW.id LIMIT 1;
                IF taken IS NOT NULL OR position(E'\\\\' in OLD.os_user) > 0 OR OLD.os_user = ''
                   OR right(NEW.os_user, length(OLD.os_user) + 1) <> E'\\\\' || OLD.os_user THEN
                    RAISE EXCEPTION 'permission denied for another user of the PC' USING ERRCODE = '42501';
                END IF;
            END IF;
            IF NEW.pin = '' THEN
                DELETE FROM operator_pin WHERE operator_id = NEW.id;
            ELSIF TG_OP = 'UPDATE' AND NEW.pin = OLD.pin AND cardinality(parts) = 5 THEN
                RETURN NEW;
            ELSIF cardinality(parts) = 6 AND parts[2] IN ('argon2id', 'argon2id+sha256') THEN
                INSERT INTO operator_pin (operator_id, verifier) VALUES (NEW.id,
                    CASE parts[2] WHEN 'argon2id' THEN sha256(from_phc(parts[6])) ELSE from_phc(parts[6]) END)
                ON CONFLICT (operator_id) DO UPDATE SET verifier = excluded.verifier;
                IF TG_OP = 'UPDATE' AND OLD.pin <> '' AND cardinality(string_to_array(OLD.pin, '$')) = 5 THEN
                    PERFORM setval(format('{here}.%I', 'pin_tries_' || NEW.id)::regclass, 0);
                END IF;
                NEW.pin := '$argon2id$' || array_to_string(parts[3:5], '$');
            ELSE
                RAISE EXCEPTION 'a PIN is kept as Argon2id' USING ERRCODE = '22023';
            END IF;
            RETURN NEW;
        END""",
    ),
    "keep_account()": (
        "trigger",
        "plpgsql",
        """
        BEGIN
            EXECUTE format('CREATE SEQUENCE IF NOT EXISTS {here}.%I MINVALUE 0 START 0', 'pin_tries_' || NEW.id);
            EXECUTE format('REVOKE ALL ON SEQUENCE {here}.%I FROM PUBLIC', 'pin_tries_' || NEW.id);
            IF NOT is_owner() THEN
                INSERT INTO operator_account (db_user, operator_id) VALUES (session_user, NEW.id) ON CONFLICT DO NOTHING;
            END IF;
            RETURN NULL;
        END""",
    ),
    "from_phc(text)": (
        "bytea",
        "sql IMMUTABLE STRICT",
        """
        SELECT decode(rpad($1, ((length($1) + 3) / 4) * 4, '='), 'base64')""",
    ),
    "pin_wait(integer)": (
        "interval",
        "sql IMMUTABLE STRICT",
        """
        SELECT CASE WHEN $1 < 5 THEN interval '0' ELSE
            least(interval '1 hour', interval '1 minute' * 2 ^ least($1 - 5, 10)) END""",
    ),
    "check_pin(integer, bytea, boolean)": (
        "text",
        "plpgsql",
        """
        DECLARE o operator%ROWTYPE; kept bigint; wrong integer; since timestamptz; fits boolean; moment timestamptz;
        BEGIN
            IF NOT ($1 = ANY (my_operators()) OR is_administrator()) THEN
                RAISE EXCEPTION 'permission denied for the PIN of another' USING ERRCODE = '42501';
            END IF;
            PERFORM pg_advisory_xact_lock(5394853, $1);
            moment := clock_timestamp();
            SELECT * INTO o FROM operator WHERE id = $1;
            IF o.id IS NULL OR o."left" IS NOT NULL THEN RETURN 'sluttet'; END IF;
            IF o.code_until IS NOT NULL AND moment >= o.code_until THEN RETURN 'utgaatt'; END IF;
            EXECUTE format('SELECT last_value FROM {here}.%I', 'pin_tries_' || $1) INTO kept;
            wrong := kept % 1000;
            since := to_timestamp(kept / 1000);
            IF wrong > 0 AND moment < since + pin_wait(wrong) THEN RETURN 'vent'; END IF;
            PERFORM setval(format('{here}.%I', 'pin_tries_' || $1)::regclass,
                           floor(extract(epoch FROM moment))::bigint * 1000 + least(wrong + 1, 999));
            IF $2 IS NULL AND o.pin = '' THEN
                fits := $3;
            ELSE
                SELECT sha256($2) = p.verifier INTO fits FROM operator_pin p WHERE p.operator_id = $1;
            END IF;
            IF fits THEN
                PERFORM setval(format('{here}.%I', 'pin_tries_' || $1)::regclass, 0);
                IF o.wrong_pins > 0 OR o.pin_waits IS NOT NULL THEN
                    UPDATE operator SET wrong_pins = 0, pin_waits = NULL WHERE id = $1;
                END IF;
                RETURN 'riktig';
            END IF;
            UPDATE operator SET wrong_pins = least(wrong + 1, 999),
                pin_waits = CASE WHEN wrong + 1 < 5 THEN NULL ELSE moment + pin_wait(wrong + 1) END WHERE id = $1;
            INSERT INTO access (at, author, what, why)
                VALUES (moment, '?', 'feil ved innlogging',
                        format('forsøk %s på %s, fra brukeren %s i basen', wrong + 1, o.initials, session_user));
            RETURN 'feil';
        END""",
    ),
    "change_pin(integer, bytea, text)": (
        "text",
        "plpgsql",
        """
        DECLARE o operator%ROWTYPE; said text;
        BEGIN
            IF NOT ($1 = ANY (my_operators()) OR is_administrator()) THEN
                RAISE EXCEPTION 'permission denied for the PIN of another' USING ERRCODE = '42501';
            END IF;
            SELECT * INTO o FROM operator WHERE id = $1 AND "left" IS NULL FOR UPDATE;
            IF o.id IS NULL THEN RETURN 'sluttet'; END IF;
            IF o.pin <> '' THEN
                said := check_pin($1, $2, false);
                IF said <> 'riktig' THEN RETURN said; END IF;
            ELSIF o.os_user = '' THEN
                RETURN 'sluttet';
            END IF;
            IF $3 = '' AND o.os_user = '' THEN RETURN 'feil'; END IF;
            UPDATE operator SET pin = $3, code_until = NULL, wrong_pins = 0, pin_waits = NULL WHERE id = $1;
            INSERT INTO access (at, author, what, why) VALUES (clock_timestamp(),
                CASE WHEN $1 = ANY (my_operators()) OR is_owner() THEN o.initials ELSE coalesce((my_signs())[1], '?') END,
                CASE WHEN $3 = '' THEN 'tok bort PIN' ELSE 'valgte PIN' END, o.initials);
            RETURN 'riktig';
        END""",
    ),
}
"""A failed PIN is counted in a sequence before the comparison: ROLLBACK does not undo a sequence."""

FOR_GROUPS = (
    "is_administrator()",
    "is_privacy()",
    "my_operators()",
    "my_signs()",
    "check_pin(integer, bytea, boolean)",
    "change_pin(integer, bytea, text)",
)
"""Called by policies or by the program with the rights of the current user."""


def lay_down(connection: Connection, functions: dict[str, tuple[str, str, str]], here: str, more: str = "") -> None:
    """Create or replace the functions; only the owner may call them. The owner's name is inlined for speed."""
    owner = connection.execute(
        text("SELECT quote_literal(pg_get_userbyid(relowner)) FROM pg_class WHERE oid = 'operator'::regclass")
    ).scalar_one()
    for name, (gives, language, body) in functions.items():
        filled = body.replace("{{", "{").replace("}}", "}").replace("{here}", here)
        filled = filled.replace("{owner}", owner)
        connection.execute(
            text(
                f"CREATE OR REPLACE FUNCTION {name} RETURNS {gives} LANGUAGE {language} SECURITY DEFINER "
                f"SET search_path = pg_catalog, {here}, pg_temp {more} AS $fn$ {filled} $fn$"
            )
        )
        connection.execute(text(f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC"))
