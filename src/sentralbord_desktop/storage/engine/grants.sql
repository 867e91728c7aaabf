-- Least privilege on a server: what each of the three groups may do with whole tables and columns (server.sql has the rules for
-- rows). Run after server.sql, which has taken all rights. IT makes the operators' database users members of the groups; other
-- users have no rights. grants.py fills in :here (this schema) and :groups, who all have the rights of an operator.

GRANT USAGE ON SCHEMA :here TO :groups;
GRANT EXECUTE ON FUNCTION is_administrator(), is_privacy(), my_operators(), my_signs(), check_pin(integer, bytea, boolean),
    change_pin(integer, bytea, text) TO :groups;

-- Operators. History is read and added to (below); work that is shared is updated by everyone, and deleted only by timed erasure
-- or for one member (PR-8).
GRANT SELECT ON remark, member_change, phone_call, inquiry, inquiry_answer, inquiry_action, inquiry_event, callback_attempt
    TO :groups;
GRANT SELECT (id) ON access TO :groups;
GRANT SELECT, INSERT, UPDATE ON callback, confirmation, outgoing, member_merge, not_same_member TO :groups;
GRANT SELECT, INSERT, UPDATE, DELETE ON parked, presence, wizard_left, member_phone, member_search, member_correction TO :groups;
GRANT SELECT ON department, role, target, staff, course, employer, import_run, invoice, invoice_before, setting,
    alembic_version, erasing, call_count, member_search_word TO :groups;
GRANT SELECT, INSERT, UPDATE (facts) ON breach TO :groups;
GRANT SELECT, INSERT ON member TO :groups;
GRANT SELECT, UPDATE (name, loop, help_level, lock_minutes, os_user) ON operator TO :groups;

-- Administrators.
GRANT SELECT, INSERT, UPDATE, DELETE ON department, role, target, staff, course, employer, member, invoice, invoice_before,
    import_loss, import_source, import_file TO sentralbord_administrator;
GRANT SELECT, INSERT, UPDATE ON operator, setting TO sentralbord_administrator;
GRANT SELECT ON import_run, operator_account, hold, erased_member TO sentralbord_administrator;
GRANT SELECT (id, member_id) ON access TO sentralbord_administrator;
GRANT DELETE ON not_same_member TO sentralbord_administrator;

-- Who looks after privacy. Timed erasure, and erasure of one member, blanks columns of history; author and time are kept.
GRANT SELECT, INSERT, UPDATE, DELETE ON callback, confirmation, outgoing, member_merge, not_same_member, hold, call_count, invoice,
    member, invoice_before, import_loss TO sentralbord_personvern;
GRANT SELECT, DELETE ON remark, member_change, phone_call, inquiry, inquiry_answer, inquiry_action, inquiry_event, access,
    callback_attempt TO sentralbord_personvern;
GRANT UPDATE (text, corrects, inquiry_id) ON remark TO sentralbord_personvern;
GRANT UPDATE (before, after, inquiry_id) ON member_change TO sentralbord_personvern;
GRANT UPDATE (outcome, caller_name, corrects, inquiry_id) ON phone_call TO sentralbord_personvern;
GRANT UPDATE (state) ON inquiry TO sentralbord_personvern;
GRANT UPDATE (answer) ON inquiry_answer TO sentralbord_personvern;
GRANT UPDATE (content, subject, reason, data) ON inquiry_action TO sentralbord_personvern;
GRANT UPDATE (member_id, why) ON access TO sentralbord_personvern;
GRANT SELECT, INSERT, UPDATE ON breach, setting TO sentralbord_personvern;
GRANT SELECT, INSERT ON erased_member TO sentralbord_personvern;
GRANT SELECT, INSERT, DELETE ON erasing TO sentralbord_personvern;
GRANT SELECT ON erasure, import_run TO sentralbord_personvern;

-- Where the server stamps its user and its time: all columns but these may be written, and no id is taken out of sequence.
DO $$
DECLARE it text; written text; added text;
BEGIN
    FOR it, written, added IN
        SELECT c.relname, string_agg(quote_ident(a.attname), ', '), string_agg(quote_ident(a.attname), ', ')
            FILTER (WHERE pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NULL)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            AND a.attname NOT IN ('db_user', 'db_at')
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
            AND EXISTS (SELECT 1 FROM pg_attribute s WHERE s.attrelid = c.oid AND s.attname = 'db_at')
        GROUP BY c.relname
    LOOP
        EXECUTE format('GRANT INSERT (%s) ON %I TO %s', added, it, CASE it WHEN 'erasure' THEN 'sentralbord_personvern'
            WHEN 'import_run' THEN 'sentralbord_administrator' ELSE ':groups' END);
        IF it IN ('import_run', 'callback_attempt') THEN
            EXECUTE format('GRANT UPDATE (%s) ON %I TO sentralbord_personvern', written, it);
        END IF;
        IF it = 'import_run' THEN
            EXECUTE format('GRANT UPDATE (%s) ON %I TO sentralbord_administrator', written, it);
        END IF;
    END LOOP;
    -- which import registered a member, and the member's id, are fixed
    SELECT string_agg(quote_ident(attname), ', ') INTO written FROM pg_attribute WHERE attrelid = 'member'::regclass
        AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('id', 'import_run');
    EXECUTE format('GRANT UPDATE (%s) ON member TO :groups', written);
END $$;

-- Who may add rows takes the next number.
DO $$
DECLARE it text; team text;
BEGIN
    FOR it, team IN SELECT pg_get_serial_sequence(quote_ident(c.relname), 'id'), g.rolname
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'id', pg_roles g
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
            AND g.rolname = ANY (string_to_array(':groups', ', ')) AND has_any_column_privilege(g.oid, c.oid, 'INSERT')
    LOOP
        CONTINUE WHEN it IS NULL;
        EXECUTE format('GRANT USAGE ON SEQUENCE %s TO %I', it, team);
    END LOOP;
END $$;
