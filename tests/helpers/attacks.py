"""What a desk's user of the database may try with psql, by what it is after. LT is another's operator, MH one's own."""

FORGED = "'2020-01-01 10:00+00', 'LT'"
OTHERS_PIN = "(SELECT id FROM operator WHERE initials = 'LT')"
CALL = (
    "INSERT INTO inquiry (id, caller_name, caller_kind, caller_phone, category, procedure_id, procedure_version, "
    "switched_from, received_on, overflow, started, completed, author, state) "
    "VALUES ('x', '', 'medlem', '', 'annet', 'annet', 1, '', '', false, now(), now(), 'LT', '{}')"
)
REMARK = (
    "INSERT INTO remark (written, author, text, category, pinned, member_id, withdrawn{more}) "
    "VALUES (now(), '{who}', 'x', '', false, 1, false{values})"
)
COPIED = (
    "INSERT INTO phone_call (caller_name, caller_kind, number, started, ended, category, outcome, author, loop, overflow, "
    "withdrawn, inquiry_id, corrects, member_id) SELECT caller_name, caller_kind, number, started, ended, {changed}, outcome, "
    "author, loop, overflow, {withdrawn}, inquiry_id, id, member_id FROM phone_call WHERE author = 'LT'"
)
SETTING = (
    "INSERT INTO setting (key, value) VALUES ('{key}', '{{}}') ON CONFLICT (key) DO UPDATE SET value = '{{\"x\": 1}}'"
)
PERSON = (
    "INSERT INTO operator (initials, name, loop, help_level, os_user, roles, pin, wrong_pins, lock_minutes, pin_wait_s) "
    "VALUES ('NY', '', 1, 'ny', '', 'administrator', '', 0, 10, 0)"
)
REFUSED = {
    "a program for all desks": SETTING.format(key="telefon"),
    "another mail server": SETTING.format(key="utsending"),
    "another time of keeping": SETTING.format(key="lagring"),
    "a new setting": SETTING.format(key="ny"),
    "a setting changed": "UPDATE setting SET value = '{}' WHERE key = 'telefon'",
    "a setting by another name": "UPDATE setting SET key = 'borte' WHERE key = 'telefon'",
    "the settings deleted": "DELETE FROM setting",
    "settings by COPY": "COPY setting FROM PROGRAM 'true'",
    "own roles": "UPDATE operator SET roles = 'administrator,personvern' WHERE initials = 'MH'",
    "another's roles": "UPDATE operator SET roles = '' WHERE initials = 'LT'",
    "another's name": "UPDATE operator SET name = 'x' WHERE initials = 'LT'",
    "a new person": PERSON,
    "a person gone": "DELETE FROM operator WHERE initials = 'LT'",
    "own initials": "UPDATE operator SET initials = 'XX' WHERE initials = 'MH'",
    "another's place at the PC": "UPDATE operator SET os_user = 'F\\lars' WHERE initials = 'MH'",
    "somebody has left": "UPDATE operator SET \"left\" = now() WHERE initials = 'LT'",
    "own PIN unasked": "UPDATE operator SET pin = '' WHERE initials = 'MH'",
    "the wait taken away": "UPDATE operator SET wrong_pins = 0, pin_waits = NULL WHERE initials = 'MH'",
    "to be another": "INSERT INTO operator_account VALUES ('maja', 2)",
    "to read who is who": "SELECT * FROM operator_account",
    "to read the PINs": "SELECT * FROM operator_pin",
    "to copy the PINs": "COPY operator_pin TO STDOUT",
    "a PIN written": "INSERT INTO operator_pin VALUES (2, 'x') ON CONFLICT (operator_id) DO UPDATE SET verifier = 'x'",
    "another's PIN tried": f"SELECT check_pin({OTHERS_PIN}, 'x', true)",
    "another's PIN changed": f"SELECT change_pin({OTHERS_PIN}, 'x', '')",
    "the count of tries read": "SELECT last_value FROM pin_tries_2",
    "the count of tries set back": "SELECT setval('pin_tries_1', 0)",
    "a remark as another": REMARK.format(who="LT", more="", values=""),
    "a remark as nobody": REMARK.format(who="ZZ", more="", values=""),
    "another's database user": REMARK.format(who="MH", more=", db_user", values=", 'lars'"),
    "another time of the server": REMARK.format(who="MH", more=", db_at", values=", '2020-01-01'"),
    "a remark changed": "UPDATE remark SET text = 'x'",
    "a remark's author": "UPDATE remark SET author = 'MH'",
    "remarks deleted": "DELETE FROM remark",
    "remarks emptied": "TRUNCATE remark CASCADE",
    "a change as another": "INSERT INTO member_change (member_id, field, before, after, at, author, source) "
    f"VALUES (1, 'email', '', 'x', {FORGED}, 'samtale')",
    "changes deleted": "DELETE FROM member_change",
    "a call as another": "INSERT INTO phone_call (caller_name, caller_kind, number, started, ended, category, outcome, "
    "author, overflow, withdrawn) VALUES ('', 'medlem', '', now(), now(), '', '', 'LT', false, false)",
    "another's call in other words": COPIED.format(changed="'x'", withdrawn="false"),
    "another's call taken back": COPIED.format(changed="category", withdrawn="true"),
    "another's call again": COPIED.format(changed="category", withdrawn="false"),
    "a number in the log before its turn": "INSERT INTO access (id, at, author, what, why) VALUES (99999, now(), 'MH', '', '')",
    "an inquiry as another": CALL,
    "an answer in another's inquiry": "INSERT INTO inquiry_answer (inquiry_id, position, step, question, choice, answer, "
    "source, applied) SELECT id, 9, '', '', '', 'x', '', true FROM inquiry WHERE author = 'LT'",
    "an event as another": "INSERT INTO inquiry_event (inquiry_id, kind, at, author) "
    f"SELECT id, 'overtatt', {FORGED} FROM inquiry",
    "an opening as another": f"INSERT INTO access (at, author, what, why) VALUES ({FORGED}, 'oppslag', '')",
    "an attempt as another": "INSERT INTO callback_attempt (callback_id, at, author, outcome) "
    f"SELECT id, {FORGED}, 'svarte' FROM callback",
    "a breach as another": f"INSERT INTO breach (discovered, author, facts) VALUES ({FORGED}, '{{}}')",
    "another's breach": "UPDATE breach SET facts = '{}'",
    "a draft as another": "INSERT INTO parked (id, title, category, step, author, parked_at, running, state) "
    "VALUES ('x', '', '', '', 'LT', now(), false, '{}')",
    "an import": f"INSERT INTO import_run (at, author, new, changed, unchanged, rejected) VALUES ({FORGED}, 0, 0, 0, 0)",
    "a merge as another": f"INSERT INTO member_merge (kept_id, gone_id, at, author, taken) VALUES (1, 1, {FORGED}, '{{}}')",
    "to read the log": "SELECT what FROM access",
    "to read whom they opened": "SELECT member_id FROM access",
    "to copy the log": "COPY access TO STDOUT",
    "the log through a function": "SELECT query_to_xml('SELECT * FROM access', true, false, '')",
    "the log deleted": "DELETE FROM access",
    "the log changed": "UPDATE access SET author = 'LT'",
    "what was erased": "SELECT * FROM erasure",
    "erasing opened": "INSERT INTO erasing (id) VALUES (1)",
    "something erased": f"INSERT INTO erasure (at, author, what, reason, counts) VALUES ({FORGED}, '', '', '{{}}')",
    "why somebody is kept": "SELECT reason FROM hold",
    "a member deleted": "DELETE FROM member",
    "a member as imported": "INSERT INTO member (number, first_name, middle_name, last_name, email, street, post_code, place, "
    "status, employer, workplace, workplace_post_code, insurance_codes, shop_steward, no_sms, version, import_run) "
    "SELECT 'X', '', '', '', '', '', '', '', '', '', '', '', '', '', false, 1, min(id) FROM import_run",
    "a member's import": "UPDATE member SET import_run = NULL",
    "a member's id": "UPDATE member SET id = 99 WHERE id = 1",
    "a debt paid": "UPDATE invoice SET paid = amount",
    "the version": "UPDATE alembic_version SET version_num = '0001'",
    "the words of the search": "DELETE FROM member_search_word",
    "a word in the search": "INSERT INTO member_search_word (word) VALUES ('x')",
    "the statistics": "INSERT INTO call_count VALUES ('2026-11', 'x', 1, 1, 1)",
    "a department's address": "UPDATE department SET email = 'x@ond.no'",
    "a promise deleted": "DELETE FROM callback",
    "a message deleted": "DELETE FROM outgoing",
    "triggers off": "ALTER TABLE remark DISABLE TRIGGER ALL",
    "the guard dropped": "DROP TRIGGER remark_append_only ON remark",
    "a policy dropped": "DROP POLICY remark_insert ON remark",
    "the policies off": "ALTER TABLE setting DISABLE ROW LEVEL SECURITY",
    "row security off": "SET row_security = off; SELECT * FROM parked",
    "a table dropped": "DROP TABLE remark",
    "a column more": "ALTER TABLE member ADD COLUMN x text",
    "a table of one's own": "CREATE TABLE public.setting2 (x text)",
    "a table that hides another": "CREATE TEMP TABLE operator_account (db_user text, operator_id int)",
    "a temporary door": "CREATE TEMP TABLE erasing (id int)",
    "a function of one's own": "CREATE FUNCTION public.my_signs(int) RETURNS text LANGUAGE sql AS 'SELECT 1::text'",
    "a function in pg_temp": "CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT $1'",
    "a function changed": "CREATE OR REPLACE FUNCTION my_signs() RETURNS text[] LANGUAGE sql AS 'SELECT ARRAY[''LT'']'",
    "a function's owner": "ALTER FUNCTION my_signs() OWNER TO maja",
    "a schema in front": "CREATE SCHEMA maja",
    "a line written by the guard": "SELECT log_missing(1, 'email', '', 'x')",
    "a rule": "CREATE RULE r AS ON INSERT TO access DO INSTEAD NOTHING",
    "a view": "CREATE VIEW public.v AS SELECT * FROM operator",
    "the owner's role": "SET ROLE sentralbord_eier",
    "the administrators' role": "SET ROLE sentralbord_administrator",
    "another session": "SET SESSION AUTHORIZATION lars",
    "replication": "SET session_replication_role = replica",
    "membership": "GRANT sentralbord_administrator TO maja",
    "more for oneself": "ALTER ROLE maja SUPERUSER",
    "a role": "CREATE ROLE ond",
    "rights": "GRANT ALL ON setting TO maja WITH GRANT OPTION; UPDATE setting SET value = '{}'",
    "passwords": "SELECT rolpassword FROM pg_authid",
    "passwords again": "SELECT * FROM pg_shadow",
    "a file of the server": "SELECT pg_read_file('/etc/passwd')",
    "a folder of the server": "SELECT pg_ls_dir('/')",
    "a file as a large object": "SELECT lo_import('/etc/passwd')",
    "a large object as a file": "SELECT lo_export(1, '/tmp/x')",
    "a program": "COPY (SELECT 1) TO PROGRAM 'id'",
    "a file written": "COPY (SELECT 1) TO '/tmp/ut'",
    "an extension": "CREATE EXTENSION dblink",
    "the server's settings": "ALTER SYSTEM SET log_statement = 'all'",
    "the server's own": "SELECT pg_reload_conf()",
    "an event trigger": "CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION refuse_change()",
    "a lock on everything": "BEGIN; LOCK TABLE setting IN ACCESS EXCLUSIVE MODE",
    "a language": "CREATE LANGUAGE x HANDLER plpgsql_call_handler",
}
"""What is after something -> what is typed. Each is refused, and nothing is written."""

ERASING = "BEGIN; INSERT INTO erasing (id) VALUES (1); {}"
BY_PRIVACY = {
    "the log signed by another": ERASING.format("UPDATE access SET author = 'LT'"),
    "the log of another time": ERASING.format("UPDATE access SET at = now()"),
    "another reason in the log": ERASING.format("UPDATE access SET why = 'x'"),
    "another's remark as one's own": ERASING.format("UPDATE remark SET author = 'VE', text = 'x'"),
    "a call of another": ERASING.format("UPDATE phone_call SET author = 'VE'"),
    "a change of another": ERASING.format("UPDATE member_change SET author = 'VE'"),
    "who had the call": ERASING.format("UPDATE inquiry SET author = 'VE'"),
    "roles": "UPDATE operator SET roles = 'administrator' WHERE initials = 'VE'",
    "a program for all desks": SETTING.format(key="telefon"),
    "to read the PINs": "SELECT * FROM operator_pin",
    "to be another": "INSERT INTO operator_account VALUES ('vern', 2)",
}
"""What one in the privacy group may not either, though it erases."""
HARMLESS = {
    "another's draft dropped": ("DELETE FROM parked WHERE author = 'LT'", "DELETE 0"),
    "another's draft changed": ("UPDATE parked SET state = '{}' WHERE author = 'LT'", "UPDATE 0"),
    "another's draft read": ("SELECT count(*) FROM parked WHERE author = 'LT'", "0"),
    "another's breach read": ("SELECT count(*) FROM breach", "0"),
    "passwords for sending": ("SELECT count(*) FROM setting WHERE key = 'hemmeligheter'", "0"),
    "a word to the other desks": ("NOTIFY sentralbord, 'setting; DROP TABLE remark'", "NOTIFY"),
    "the upgrade's lock": ("SELECT pg_try_advisory_lock(5394851)", "t"),
    "a large object": ("BEGIN; SELECT lo_create(0) > 0; ROLLBACK", "t"),
    "a search path": ("SET search_path = pg_temp, pg_catalog, public; SELECT my_signs()", "{MH}"),
    "a name in front": ("SET ROLE sentralbord_operator; SELECT my_signs()", "{MH}"),
    "a line of the server cut": (
        "SELECT count(*) FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'ingen') x",
        "0",
    ),
}
"""What is after something -> (what is typed, what the server says): nothing is seen, and nothing is written."""

WIDE = (
    *("a program for all desks", "another mail server", "another time of keeping", "own roles", "another's name"),
    *("a new person", "to read the PINs", "own PIN unasked", "the wait taken away", "a remark as another"),
    *("an opening as another", "an inquiry as another", "to read the log", "a department's address"),
    *("the words of the search", "a temporary door"),
)
"""The control: of `REFUSED`, what succeeds for who has every right."""
