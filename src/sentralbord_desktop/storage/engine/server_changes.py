"""Change log triggers on a server: every changed field of a member has a row in the change log at commit. The row
may be written before or after the field, so the check is deferred to the commit. A missing row is inserted with the
current database user: the change is not refused, and is not lost from the log."""

OUTSIDE = "basen"
"""The source of a change that the program did not log: made by another program."""
BY_INDEX = "SET enable_seqscan = off"
"""During the first import the change log is empty when the plan is made, and long when it runs."""
OWNER = "session_user = {owner} OR current_setting('is_superuser') = 'on'"
"""Inlined is_owner(): a call per row costs more than the rest of the trigger."""
SAME = "db_user = session_user AND db_at >= transaction_timestamp()"
SHOWN = (
    "CASE WHEN {value} IS NULL THEN '' WHEN d.key IN ('birth_date', 'joined', 'resigned') "
    "THEN to_char({value}::date, 'DD.MM.YYYY') "
    "WHEN d.key = 'no_sms' THEN CASE WHEN {value}::boolean THEN 'ja' ELSE 'nei' END ELSE {value} END"
)
"""A field in the format of the change log (`cells.shown`)."""
MISSING = f"""
    INSERT INTO member_change (member_id, field, before, after, author, at, source)
    SELECT who, what, left(was, 400), left(is_now, 400), coalesce((my_signs())[1], '–'), clock_timestamp(), '{OUTSIDE}'
    WHERE EXISTS (SELECT 1 FROM member m WHERE m.id = who)
"""
CHANGES = {
    "phone_field(integer)": (
        "text",
        "sql IMMUTABLE",
        """
        SELECT CASE WHEN $1 = 0 THEN 'phone' ELSE 'phone' || $1 + 1 END""",
    ),
    "log_missing(integer, text, text, text)": (
        "void",
        "plpgsql",
        f"""
        DECLARE who integer := $1; what text := $2; was text := $3; is_now text := $4;
        BEGIN {MISSING}; END""",
    ),
    "require_change()": (
        "trigger",
        "plpgsql",
        f"""
        DECLARE one record; old_fields jsonb := to_jsonb(OLD);
        BEGIN
            IF {OWNER} THEN RETURN NULL; END IF;
            FOR one IN SELECT d.key, {SHOWN.format(value="d.was")} AS was, {SHOWN.format(value="d.is_now")} AS is_now
                FROM (SELECT n.key, n.value AS is_now, old_fields ->> n.key AS was
                      FROM jsonb_each_text(to_jsonb(NEW)) n) d
                WHERE d.is_now IS DISTINCT FROM d.was AND d.key <> 'version'
            LOOP
                IF NOT EXISTS (SELECT 1 FROM member_change c WHERE c.member_id = NEW.id AND {SAME}
                    AND (c.field = one.key AND c.before = left(one.was, 400) AND c.after = left(one.is_now, 400)
                         OR c.field = 'sammenslaing' AND one.key = 'merged_into')) THEN
                    PERFORM log_missing(NEW.id, one.key, one.was, one.is_now);
                END IF;
            END LOOP;
            RETURN NULL;
        END""",
    ),
    "require_registration()": (
        "trigger",
        "plpgsql",
        f"""
        BEGIN
            IF NOT ({OWNER}) AND NOT EXISTS (
                SELECT 1 FROM member_change c WHERE c.member_id = NEW.id AND c.field = 'registrert' AND {SAME}) THEN
                PERFORM log_missing(NEW.id, 'registrert', '', NEW.number);
            END IF;
            RETURN NULL;
        END""",
    ),
    "require_phone_change()": (
        "trigger",
        "plpgsql",
        f"""
        DECLARE who integer; place integer; was text := ''; is_now text := ''; stands text;
        BEGIN
            IF {OWNER} THEN RETURN NULL; END IF;
            IF TG_OP <> 'INSERT' THEN who := OLD.member_id; place := OLD.position; was := OLD.number; END IF;
            IF TG_OP <> 'DELETE' THEN who := NEW.member_id; place := NEW.position; is_now := NEW.number; END IF;
            IF TG_OP = 'INSERT' AND EXISTS (SELECT 1 FROM import_run r WHERE r.id = (SELECT m.import_run FROM member m
                WHERE m.id = who) AND {SAME}) THEN RETURN NULL; END IF;
            SELECT number INTO stands FROM member_phone WHERE member_id = who AND position = place;
            IF TG_OP = 'DELETE' THEN is_now := coalesce(stands, ''); END IF;
            IF was = is_now OR is_now <> coalesce(stands, '') THEN RETURN NULL; END IF;
            IF EXISTS (SELECT 1 FROM member_change c WHERE c.member_id = who AND {SAME}
                AND (c.field = phone_field(place) AND c.after = is_now OR c.field = 'registrert')) THEN RETURN NULL; END IF;
            PERFORM log_missing(who, phone_field(place), was, is_now);
            RETURN NULL;
        END""",
    ),
}
AT_COMMIT = {
    "member_is_logged": ("AFTER UPDATE ON member", "require_change()"),
    "member_is_registered": ("AFTER INSERT ON member", "require_registration()"),
    "phone_is_logged": ("AFTER INSERT OR UPDATE OR DELETE ON member_phone", "require_phone_change()"),
}
WHEN = {"member_is_registered": "WHEN (NEW.import_run IS NULL) "}
