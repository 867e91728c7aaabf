CREATE TABLE operator (
	name VARCHAR(100) NOT NULL,
	loop INTEGER NOT NULL,
	help_level VARCHAR(10) NOT NULL,
	os_user VARCHAR(100) NOT NULL,
	roles VARCHAR(100) NOT NULL,
	department INTEGER,
	pin VARCHAR(200) NOT NULL,
	wrong_pins INTEGER NOT NULL,
	lock_minutes INTEGER NOT NULL,
	pin_waits TIMESTAMP WITH TIME ZONE,
	pin_wait_s INTEGER NOT NULL,
	pin_boot_s FLOAT,
	code_until TIMESTAMP WITH TIME ZONE,
	"left" DATE,
	id SERIAL NOT NULL,
	initials VARCHAR(10) NOT NULL,
	CONSTRAINT pk_operator PRIMARY KEY (id),
	CONSTRAINT uq_operator_initials UNIQUE (initials)
)

-- then --

CREATE TABLE presence (
	who VARCHAR(80) NOT NULL,
	kind VARCHAR(20) NOT NULL,
	start TIMESTAMP WITH TIME ZONE NOT NULL,
	until TIMESTAMP WITH TIME ZONE,
	said TIMESTAMP WITH TIME ZONE NOT NULL,
	author VARCHAR(10) NOT NULL,
	source VARCHAR(20) NOT NULL,
	id SERIAL NOT NULL,
	CONSTRAINT pk_presence PRIMARY KEY (id)
)

-- then --

CREATE INDEX ix_presence_who ON presence (who)

-- then --

CREATE TABLE import_run (
	db_user VARCHAR(63),
	db_at TIMESTAMP WITH TIME ZONE,
	id SERIAL NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	author VARCHAR NOT NULL,
	"new" INTEGER NOT NULL,
	changed INTEGER NOT NULL,
	unchanged INTEGER NOT NULL,
	rejected INTEGER NOT NULL,
	corrected INTEGER NOT NULL,
	resigned INTEGER NOT NULL,
	erased INTEGER NOT NULL,
	subject VARCHAR(20) NOT NULL,
	file VARCHAR(200) NOT NULL,
	undone TIMESTAMP WITH TIME ZONE,
	undone_by VARCHAR(10) NOT NULL,
	source VARCHAR(60) NOT NULL,
	is_failed BOOLEAN NOT NULL,
	text VARCHAR(600) NOT NULL,
	CONSTRAINT pk_import_run PRIMARY KEY (id)
)

-- then --

CREATE TABLE import_source (
	name VARCHAR(60) NOT NULL,
	fingerprint VARCHAR(64) NOT NULL,
	etag VARCHAR(400) NOT NULL,
	done TIMESTAMP WITH TIME ZONE,
	claimed TIMESTAMP WITH TIME ZONE,
	not_before TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_import_source PRIMARY KEY (name)
)

-- then --

CREATE TABLE import_file (
	source VARCHAR(60) NOT NULL,
	digest VARCHAR(64) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_import_file PRIMARY KEY (source, digest)
)

-- then --

CREATE TABLE department (
	name VARCHAR(100) NOT NULL,
	area VARCHAR(2000) NOT NULL,
	postal_address VARCHAR(200) NOT NULL,
	visiting_address VARCHAR(200) NOT NULL,
	email VARCHAR(200) NOT NULL,
	phone VARCHAR(20) NOT NULL,
	neighbours VARCHAR(100) NOT NULL,
	ks_first_contact BOOLEAN NOT NULL,
	confirmed DATE,
	number INTEGER NOT NULL,
	CONSTRAINT pk_department PRIMARY KEY (number)
)

-- then --

CREATE TABLE course (
	title VARCHAR(200) NOT NULL,
	department INTEGER NOT NULL,
	confirmed DATE,
	id SERIAL NOT NULL,
	CONSTRAINT pk_course PRIMARY KEY (id)
)

-- then --

CREATE TABLE employer (
	employer VARCHAR(200) NOT NULL,
	department INTEGER NOT NULL,
	confirmed DATE,
	id SERIAL NOT NULL,
	CONSTRAINT pk_employer PRIMARY KEY (id)
)

-- then --

CREATE TABLE staff (
	name VARCHAR(100) NOT NULL,
	function VARCHAR(20) NOT NULL,
	department INTEGER NOT NULL,
	phone VARCHAR(20) NOT NULL,
	mobile VARCHAR(20) NOT NULL,
	email VARCHAR(200) NOT NULL,
	loops VARCHAR(20) NOT NULL,
	substitute VARCHAR(100) NOT NULL,
	calendar VARCHAR(500) NOT NULL,
	confirmed DATE,
	id SERIAL NOT NULL,
	CONSTRAINT pk_staff PRIMARY KEY (id)
)

-- then --

CREATE TABLE role (
	title VARCHAR(100) NOT NULL,
	holder VARCHAR(100) NOT NULL,
	email VARCHAR(200) NOT NULL,
	phone VARCHAR(20) NOT NULL,
	substitute VARCHAR(100) NOT NULL,
	confirmed DATE,
	key VARCHAR(60) NOT NULL,
	CONSTRAINT pk_role PRIMARY KEY (key)
)

-- then --

CREATE TABLE target (
	key VARCHAR(60) NOT NULL,
	title VARCHAR NOT NULL,
	phone VARCHAR NOT NULL,
	address VARCHAR NOT NULL,
	hours VARCHAR(100) NOT NULL,
	CONSTRAINT pk_target PRIMARY KEY (key)
)

-- then --

CREATE TABLE erasing (
	id SERIAL NOT NULL,
	CONSTRAINT pk_erasing PRIMARY KEY (id)
)

-- then --

CREATE TABLE erasure (
	db_user VARCHAR(63),
	db_at TIMESTAMP WITH TIME ZONE,
	id SERIAL NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	author VARCHAR(10) NOT NULL,
	what VARCHAR(60) NOT NULL,
	reason VARCHAR(400) NOT NULL,
	counts JSON NOT NULL,
	CONSTRAINT pk_erasure PRIMARY KEY (id)
)

-- then --

CREATE TABLE erased_member (
	mark VARCHAR(64) NOT NULL,
	CONSTRAINT pk_erased_member PRIMARY KEY (mark)
)

-- then --

CREATE TABLE breach (
	id SERIAL NOT NULL,
	discovered TIMESTAMP WITH TIME ZONE NOT NULL,
	author VARCHAR(10) NOT NULL,
	facts JSON NOT NULL,
	reported TIMESTAMP WITH TIME ZONE,
	closed TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_breach PRIMARY KEY (id)
)

-- then --

CREATE TABLE setting (
	key VARCHAR(100) NOT NULL,
	value JSON NOT NULL,
	CONSTRAINT pk_setting PRIMARY KEY (key)
)

-- then --

CREATE TABLE call_count (
	month VARCHAR(7) NOT NULL,
	category VARCHAR(40) NOT NULL,
	department INTEGER NOT NULL,
	loop INTEGER NOT NULL,
	calls INTEGER NOT NULL,
	CONSTRAINT pk_call_count PRIMARY KEY (month, category, department, loop)
)

-- then --

CREATE TABLE wizard_left (
	id SERIAL NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	category VARCHAR(40) NOT NULL,
	step VARCHAR(120) NOT NULL,
	CONSTRAINT pk_wizard_left PRIMARY KEY (id)
)

-- then --

CREATE TABLE import_loss (
	id SERIAL NOT NULL,
	run_id INTEGER NOT NULL,
	line INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	who VARCHAR(200) NOT NULL,
	heading VARCHAR(100) NOT NULL,
	cell VARCHAR(200) NOT NULL,
	why VARCHAR(400) NOT NULL,
	detail VARCHAR(400) NOT NULL,
	is_in BOOLEAN NOT NULL,
	field VARCHAR(40) NOT NULL,
	CONSTRAINT pk_import_loss PRIMARY KEY (id),
	CONSTRAINT fk_import_loss_run_id_import_run FOREIGN KEY(run_id) REFERENCES import_run (id)
)

-- then --

CREATE INDEX ix_import_loss_run_id ON import_loss (run_id)

-- then --

CREATE TABLE member (
	first_name VARCHAR(100) NOT NULL,
	middle_name VARCHAR(100) NOT NULL,
	last_name VARCHAR(100) NOT NULL,
	birth_date DATE,
	email VARCHAR(200) NOT NULL,
	street VARCHAR(200) NOT NULL,
	post_code VARCHAR(16) NOT NULL,
	place VARCHAR(100) NOT NULL,
	status VARCHAR(40) NOT NULL,
	department INTEGER,
	employer VARCHAR(200) NOT NULL,
	workplace VARCHAR(200) NOT NULL,
	workplace_post_code VARCHAR(16) NOT NULL,
	joined DATE,
	resigned DATE,
	insurance_codes VARCHAR(200) NOT NULL,
	shop_steward VARCHAR(200) NOT NULL,
	no_sms BOOLEAN NOT NULL,
	id SERIAL NOT NULL,
	number VARCHAR(32) NOT NULL,
	version INTEGER NOT NULL,
	merged_into INTEGER,
	import_run INTEGER,
	CONSTRAINT pk_member PRIMARY KEY (id),
	CONSTRAINT uq_member_number UNIQUE (number),
	CONSTRAINT fk_member_merged_into_member FOREIGN KEY(merged_into) REFERENCES member (id),
	CONSTRAINT fk_member_import_run_import_run FOREIGN KEY(import_run) REFERENCES import_run (id)
)

-- then --

CREATE INDEX ix_member_department ON member (department)

-- then --

CREATE INDEX ix_member_merged_into ON member (merged_into) WHERE merged_into IS NOT NULL

-- then --

CREATE TABLE access (
	db_user VARCHAR(63),
	db_at TIMESTAMP WITH TIME ZONE,
	id SERIAL NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	author VARCHAR NOT NULL,
	member_id INTEGER,
	what VARCHAR NOT NULL,
	why VARCHAR NOT NULL,
	CONSTRAINT pk_access PRIMARY KEY (id),
	CONSTRAINT fk_access_member_id_member FOREIGN KEY(member_id) REFERENCES member (id)
)

-- then --

CREATE INDEX ix_access_member_id ON access (member_id)

-- then --

CREATE INDEX ix_access_at ON access (at)

-- then --

CREATE TABLE invoice_before (
	run_id INTEGER NOT NULL,
	number VARCHAR(40) NOT NULL,
	member_id INTEGER NOT NULL,
	before JSON,
	CONSTRAINT pk_invoice_before PRIMARY KEY (run_id, number),
	CONSTRAINT fk_invoice_before_run_id_import_run FOREIGN KEY(run_id) REFERENCES import_run (id),
	CONSTRAINT fk_invoice_before_member_id_member FOREIGN KEY(member_id) REFERENCES member (id)
)

-- then --

CREATE INDEX ix_invoice_before_member_id ON invoice_before (member_id)

-- then --

CREATE TABLE inquiry (
	db_user VARCHAR(63),
	db_at TIMESTAMP WITH TIME ZONE,
	id VARCHAR(36) NOT NULL,
	member_id INTEGER,
	caller_name VARCHAR NOT NULL,
	caller_kind VARCHAR NOT NULL,
	caller_phone VARCHAR NOT NULL,
	category VARCHAR NOT NULL,
	procedure_id VARCHAR NOT NULL,
	procedure_version INTEGER NOT NULL,
	switched_from VARCHAR NOT NULL,
	received_on VARCHAR NOT NULL,
	loop INTEGER,
	overflow BOOLEAN NOT NULL,
	started TIMESTAMP WITH TIME ZONE NOT NULL,
	completed TIMESTAMP WITH TIME ZONE NOT NULL,
	author VARCHAR NOT NULL,
	state TEXT NOT NULL,
	CONSTRAINT pk_inquiry PRIMARY KEY (id),
	CONSTRAINT fk_inquiry_member_id_member FOREIGN KEY(member_id) REFERENCES member (id)
)

-- then --

CREATE INDEX ix_inquiry_completed ON inquiry (completed)

-- then --

CREATE INDEX ix_inquiry_member_id ON inquiry (member_id)

-- then --

CREATE TABLE parked (
	title VARCHAR(200) NOT NULL,
	category VARCHAR(40) NOT NULL,
	step VARCHAR(100) NOT NULL,
	author VARCHAR(10) NOT NULL,
	parked_at TIMESTAMP WITH TIME ZONE NOT NULL,
	running BOOLEAN NOT NULL,
	id VARCHAR(36) NOT NULL,
	member_id INTEGER,
	state TEXT NOT NULL,
	CONSTRAINT pk_parked PRIMARY KEY (id),
	CONSTRAINT fk_parked_member_id_member FOREIGN KEY(member_id) REFERENCES member (id)
)

-- then --

CREATE INDEX ix_parked_member_id ON parked (member_id)

-- then --

CREATE TABLE member_phone (
	label VARCHAR(20) NOT NULL,
	member_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	number VARCHAR(20) NOT NULL,
	CONSTRAINT pk_member_phone PRIMARY KEY (member_id, position),
	CONSTRAINT fk_member_phone_member_id_member FOREIGN KEY(member_id) REFERENCES member (id)
)

-- then --

CREATE TABLE invoice (
	number VARCHAR(40) NOT NULL,
	issued DATE NOT NULL,
	due DATE NOT NULL,
	amount INTEGER NOT NULL,
	paid INTEGER NOT NULL,
	missing_documentation VARCHAR(200) NOT NULL,
	id SERIAL NOT NULL,
	member_id INTEGER NOT NULL,
	CONSTRAINT pk_invoice PRIMARY KEY (id),
	CONSTRAINT fk_invoice_member_id_member FOREIGN KEY(member_id) REFERENCES member (id)
)

-- then --

CREATE INDEX ix_invoice_member_id ON invoice (member_id)

-- then --

CREATE TABLE member_correction (
	member_id INTEGER NOT NULL,
	field VARCHAR(40) NOT NULL,
	before VARCHAR(400) NOT NULL,
	author VARCHAR(10) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	settled_run INTEGER,
	CONSTRAINT pk_member_correction PRIMARY KEY (member_id, field),
	CONSTRAINT fk_member_correction_member_id_member FOREIGN KEY(member_id) REFERENCES member (id),
	CONSTRAINT fk_member_correction_settled_run_import_run FOREIGN KEY(settled_run) REFERENCES import_run (id)
)

-- then --

CREATE TABLE member_merge (
	id SERIAL NOT NULL,
	kept_id INTEGER NOT NULL,
	gone_id INTEGER NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	author VARCHAR(10) NOT NULL,
	taken JSON NOT NULL,
	undone TIMESTAMP WITH TIME ZONE,
	CONSTRAINT pk_member_merge PRIMARY KEY (id),
	CONSTRAINT fk_member_merge_kept_id_member FOREIGN KEY(kept_id) REFERENCES member (id),
	CONSTRAINT fk_member_merge_gone_id_member FOREIGN KEY(gone_id) REFERENCES member (id)
)

-- then --

CREATE TABLE not_same_member (
	one_id INTEGER NOT NULL,
	two_id INTEGER NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	author VARCHAR(10) NOT NULL,
	CONSTRAINT pk_not_same_member PRIMARY KEY (one_id, two_id),
	CONSTRAINT fk_not_same_member_one_id_member FOREIGN KEY(one_id) REFERENCES member (id),
	CONSTRAINT fk_not_same_member_two_id_member FOREIGN KEY(two_id) REFERENCES member (id)
)

-- then --

CREATE TABLE hold (
	member_id INTEGER NOT NULL,
	reason VARCHAR(400) NOT NULL,
	author VARCHAR(10) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	CONSTRAINT pk_hold PRIMARY KEY (member_id),
	CONSTRAINT fk_hold_member_id_member FOREIGN KEY(member_id) REFERENCES member (id)
)

-- then --

CREATE TABLE callback (
	name VARCHAR(200) NOT NULL,
	number VARCHAR(20) NOT NULL,
	subject VARCHAR(200) NOT NULL,
	category VARCHAR(40) NOT NULL,
	loop INTEGER,
	due TIMESTAMP WITH TIME ZONE,
	"window" VARCHAR(60) NOT NULL,
	deadline DATE,
	owner VARCHAR(60) NOT NULL,
	offered_to VARCHAR(60) NOT NULL,
	raised INTEGER NOT NULL,
	promised_by VARCHAR(10) NOT NULL,
	created TIMESTAMP WITH TIME ZONE NOT NULL,
	id SERIAL NOT NULL,
	member_id INTEGER,
	inquiry_id VARCHAR,
	status VARCHAR NOT NULL,
	claimed_by VARCHAR NOT NULL,
	claimed_until TIMESTAMP WITH TIME ZONE,
	version INTEGER NOT NULL,
	CONSTRAINT pk_callback PRIMARY KEY (id),
	CONSTRAINT fk_callback_member_id_member FOREIGN KEY(member_id) REFERENCES member (id),
	CONSTRAINT fk_callback_inquiry_id_inquiry FOREIGN KEY(inquiry_id) REFERENCES inquiry (id)
)

-- then --

CREATE INDEX ix_callback_inquiry_id ON callback (inquiry_id)

-- then --

CREATE INDEX ix_callback_member_id ON callback (member_id)

-- then --

CREATE INDEX ix_callback_status ON callback (status)

-- then --

CREATE TABLE confirmation (
	kind VARCHAR(40) NOT NULL,
	department INTEGER,
	detail VARCHAR(200) NOT NULL,
	asked DATE NOT NULL,
	method VARCHAR(60) NOT NULL,
	remind DATE NOT NULL,
	done DATE,
	last_done VARCHAR(200) NOT NULL,
	id SERIAL NOT NULL,
	member_id INTEGER NOT NULL,
	inquiry_id VARCHAR,
	status VARCHAR NOT NULL,
	version INTEGER NOT NULL,
	CONSTRAINT pk_confirmation PRIMARY KEY (id),
	CONSTRAINT fk_confirmation_member_id_member FOREIGN KEY(member_id) REFERENCES member (id),
	CONSTRAINT fk_confirmation_inquiry_id_inquiry FOREIGN KEY(inquiry_id) REFERENCES inquiry (id)
)

-- then --

CREATE INDEX ix_confirmation_status ON confirmation (status)

-- then --

CREATE INDEX ix_confirmation_member_id ON confirmation (member_id)

-- then --

CREATE INDEX ix_confirmation_inquiry_id ON confirmation (inquiry_id)

-- then --

CREATE TABLE inquiry_answer (
	db_user VARCHAR(63),
	db_at TIMESTAMP WITH TIME ZONE,
	id SERIAL NOT NULL,
	inquiry_id VARCHAR NOT NULL,
	position INTEGER NOT NULL,
	step VARCHAR NOT NULL,
	question VARCHAR NOT NULL,
	choice VARCHAR NOT NULL,
	answer VARCHAR NOT NULL,
	source VARCHAR NOT NULL,
	applied BOOLEAN NOT NULL,
	CONSTRAINT pk_inquiry_answer PRIMARY KEY (id),
	CONSTRAINT fk_inquiry_answer_inquiry_id_inquiry FOREIGN KEY(inquiry_id) REFERENCES inquiry (id)
)

-- then --

CREATE INDEX ix_inquiry_answer_inquiry_id ON inquiry_answer (inquiry_id)

-- then --

CREATE TABLE inquiry_action (
	db_user VARCHAR(63),
	db_at TIMESTAMP WITH TIME ZONE,
	id SERIAL NOT NULL,
	inquiry_id VARCHAR NOT NULL,
	position INTEGER NOT NULL,
	kind VARCHAR NOT NULL,
	strength VARCHAR NOT NULL,
	state VARCHAR NOT NULL,
	target VARCHAR NOT NULL,
	template VARCHAR NOT NULL,
	subject VARCHAR NOT NULL,
	content TEXT NOT NULL,
	reason VARCHAR NOT NULL,
	rules VARCHAR NOT NULL,
	data JSON NOT NULL,
	CONSTRAINT pk_inquiry_action PRIMARY KEY (id),
	CONSTRAINT fk_inquiry_action_inquiry_id_inquiry FOREIGN KEY(inquiry_id) REFERENCES inquiry (id)
)

-- then --

CREATE INDEX ix_inquiry_action_inquiry_id ON inquiry_action (inquiry_id)

-- then --

CREATE INDEX ix_inquiry_action_state ON inquiry_action (state) WHERE state = 'uten_medlem'

-- then --

CREATE TABLE inquiry_event (
	db_user VARCHAR(63),
	db_at TIMESTAMP WITH TIME ZONE,
	id SERIAL NOT NULL,
	inquiry_id VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	author VARCHAR NOT NULL,
	CONSTRAINT pk_inquiry_event PRIMARY KEY (id),
	CONSTRAINT fk_inquiry_event_inquiry_id_inquiry FOREIGN KEY(inquiry_id) REFERENCES inquiry (id)
)

-- then --

CREATE INDEX ix_inquiry_event_inquiry_id ON inquiry_event (inquiry_id)

-- then --

CREATE TABLE phone_call (
	caller_name VARCHAR(200) NOT NULL,
	caller_kind VARCHAR(20) NOT NULL,
	number VARCHAR(20) NOT NULL,
	started TIMESTAMP WITH TIME ZONE NOT NULL,
	ended TIMESTAMP WITH TIME ZONE NOT NULL,
	category VARCHAR(40) NOT NULL,
	outcome VARCHAR(200) NOT NULL,
	author VARCHAR(10) NOT NULL,
	loop INTEGER,
	overflow BOOLEAN NOT NULL,
	db_user VARCHAR(63),
	db_at TIMESTAMP WITH TIME ZONE,
	id SERIAL NOT NULL,
	member_id INTEGER,
	inquiry_id VARCHAR,
	corrects INTEGER,
	withdrawn BOOLEAN NOT NULL,
	CONSTRAINT pk_phone_call PRIMARY KEY (id),
	CONSTRAINT fk_phone_call_member_id_member FOREIGN KEY(member_id) REFERENCES member (id),
	CONSTRAINT fk_phone_call_inquiry_id_inquiry FOREIGN KEY(inquiry_id) REFERENCES inquiry (id),
	CONSTRAINT fk_phone_call_corrects_phone_call FOREIGN KEY(corrects) REFERENCES phone_call (id)
)

-- then --

CREATE INDEX ix_phone_call_inquiry_id ON phone_call (inquiry_id)

-- then --

CREATE INDEX ix_phone_call_member_id ON phone_call (member_id)

-- then --

CREATE INDEX ix_phone_call_corrects ON phone_call (corrects)

-- then --

CREATE TABLE remark (
	written TIMESTAMP WITH TIME ZONE NOT NULL,
	author VARCHAR(10) NOT NULL,
	text VARCHAR(4000) NOT NULL,
	category VARCHAR(40) NOT NULL,
	pinned BOOLEAN NOT NULL,
	db_user VARCHAR(63),
	db_at TIMESTAMP WITH TIME ZONE,
	id SERIAL NOT NULL,
	member_id INTEGER NOT NULL,
	inquiry_id VARCHAR,
	corrects INTEGER,
	withdrawn BOOLEAN NOT NULL,
	outgoing_id VARCHAR(36),
	CONSTRAINT pk_remark PRIMARY KEY (id),
	CONSTRAINT fk_remark_member_id_member FOREIGN KEY(member_id) REFERENCES member (id),
	CONSTRAINT fk_remark_inquiry_id_inquiry FOREIGN KEY(inquiry_id) REFERENCES inquiry (id),
	CONSTRAINT fk_remark_corrects_remark FOREIGN KEY(corrects) REFERENCES remark (id)
)

-- then --

CREATE INDEX ix_remark_corrects ON remark (corrects)

-- then --

CREATE INDEX ix_remark_inquiry_id ON remark (inquiry_id)

-- then --

CREATE INDEX ix_remark_member_id ON remark (member_id)

-- then --

CREATE TABLE member_change (
	field VARCHAR(40) NOT NULL,
	before VARCHAR(400) NOT NULL,
	after VARCHAR(400) NOT NULL,
	author VARCHAR(10) NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	source VARCHAR(20) NOT NULL,
	db_user VARCHAR(63),
	db_at TIMESTAMP WITH TIME ZONE,
	id SERIAL NOT NULL,
	member_id INTEGER NOT NULL,
	inquiry_id VARCHAR,
	import_run INTEGER,
	CONSTRAINT pk_member_change PRIMARY KEY (id),
	CONSTRAINT fk_member_change_member_id_member FOREIGN KEY(member_id) REFERENCES member (id),
	CONSTRAINT fk_member_change_inquiry_id_inquiry FOREIGN KEY(inquiry_id) REFERENCES inquiry (id),
	CONSTRAINT fk_member_change_import_run_import_run FOREIGN KEY(import_run) REFERENCES import_run (id)
)

-- then --

CREATE INDEX ix_member_change_import_run ON member_change (import_run) WHERE import_run IS NOT NULL

-- then --

CREATE INDEX ix_member_change_inquiry_id ON member_change (inquiry_id) WHERE inquiry_id IS NOT NULL

-- then --

CREATE INDEX ix_member_change_member_id ON member_change (member_id)

-- then --

CREATE TABLE outgoing (
	kind VARCHAR(20) NOT NULL,
	target VARCHAR(100) NOT NULL,
	to_label VARCHAR(200) NOT NULL,
	to_address VARCHAR(200) NOT NULL,
	copy_to VARCHAR(200) NOT NULL,
	subject VARCHAR(300) NOT NULL,
	body VARCHAR(8000) NOT NULL,
	letter VARCHAR(8000) NOT NULL,
	letter_to VARCHAR(300) NOT NULL,
	state VARCHAR(20) NOT NULL,
	created TIMESTAMP WITH TIME ZONE NOT NULL,
	handed_over TIMESTAMP WITH TIME ZONE,
	not_before TIMESTAMP WITH TIME ZONE,
	attempts INTEGER NOT NULL,
	reason VARCHAR(300) NOT NULL,
	strength VARCHAR(10) NOT NULL,
	deadline DATE,
	moved_by VARCHAR(10) NOT NULL,
	answered BOOLEAN NOT NULL,
	id VARCHAR(36) NOT NULL,
	member_id INTEGER,
	inquiry_id VARCHAR,
	CONSTRAINT pk_outgoing PRIMARY KEY (id),
	CONSTRAINT fk_outgoing_member_id_member FOREIGN KEY(member_id) REFERENCES member (id),
	CONSTRAINT fk_outgoing_inquiry_id_inquiry FOREIGN KEY(inquiry_id) REFERENCES inquiry (id)
)

-- then --

CREATE INDEX ix_outgoing_member_id ON outgoing (member_id)

-- then --

CREATE INDEX ix_outgoing_state ON outgoing (state)

-- then --

CREATE INDEX ix_outgoing_inquiry_id ON outgoing (inquiry_id)

-- then --

CREATE TABLE callback_attempt (
	db_user VARCHAR(63),
	db_at TIMESTAMP WITH TIME ZONE,
	id SERIAL NOT NULL,
	callback_id INTEGER NOT NULL,
	at TIMESTAMP WITH TIME ZONE NOT NULL,
	author VARCHAR NOT NULL,
	outcome VARCHAR NOT NULL,
	CONSTRAINT pk_callback_attempt PRIMARY KEY (id),
	CONSTRAINT fk_callback_attempt_callback_id_callback FOREIGN KEY(callback_id) REFERENCES callback (id)
)

-- then --

CREATE INDEX ix_callback_attempt_callback_id ON callback_attempt (callback_id)

-- then --

CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)

-- then --

INSERT INTO alembic_version (version_num) VALUES ('0001') RETURNING alembic_version.version_num

-- then --

-- What a register on a server has beside the tables of the models: the search index, who may read and write which rows,
-- what the server itself writes, and PINs. Run by the owner of the tables, in one transaction, when the tables are made,
-- after every upgrade and by `sentralbord-cli server rights`; it can be run again. docs/decisions/001-rights-in-the-database.md
-- has the reasons. grants.py fills in public (this schema), 'postgres', sentralbord_operator, sentralbord_personvern, sentralbord_administrator and remark,member_change,phone_call,inquiry,inquiry_answer,inquiry_action,inquiry_event,access. `session_user` is the user that
-- logged in, independent of SET ROLE. The rights to whole tables are in grants.sql.

-- The search index (storage/search). Short prefixes of each token are tokens of the index: else PostgreSQL merges the members
-- of every word with the prefix, tens of thousands, for each key. Every search also scans the entries that are not merged into
-- the index yet, so that list is short.
CREATE TABLE IF NOT EXISTS member_search (id integer PRIMARY KEY, tokens tsvector NOT NULL);
CREATE OR REPLACE FUNCTION with_beginnings(tokens tsvector) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_to_tsvector(tsvector_to_array(tokens) || ARRAY(
        SELECT left(w, n) || '*' FROM unnest(tsvector_to_array(tokens)) AS w, generate_series(2, 4) AS n WHERE length(w) >= n))
$$;
CREATE INDEX IF NOT EXISTS ix_member_search_tokens ON member_search USING gin (with_beginnings(tokens))
    WITH (gin_pending_list_limit = 256);

-- The words of the index: names, which have no tag, and places, tag 1 (storage/search/tokens.py). Every workstation reads them
-- at start; extracting them from the index took half a minute at 200 000 members. A word is deleted with the last member that
-- has it (GDPR art. 17).
CREATE TABLE IF NOT EXISTS member_search_word
    (word text COLLATE "C" PRIMARY KEY, seq bigint GENERATED ALWAYS AS IDENTITY);
CREATE INDEX IF NOT EXISTS ix_member_search_word_seq ON member_search_word (seq);
CREATE OR REPLACE FUNCTION words_of_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO member_search_word (word)
        SELECT DISTINCT w FROM fresh, unnest(tsvector_to_array(tokens)) AS w WHERE w ~ '^1?[a-z]'
        ORDER BY w ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION words_of_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO member_search_word (word)
        SELECT DISTINCT w FROM fresh, unnest(tsvector_to_array(tokens)) AS w WHERE w ~ '^1?[a-z]'
        ORDER BY w ON CONFLICT DO NOTHING;
    DELETE FROM member_search_word k USING (
        (SELECT DISTINCT w FROM gone, unnest(tsvector_to_array(tokens)) AS w WHERE w ~ '^1?[a-z]')
        EXCEPT (SELECT DISTINCT w FROM fresh, unnest(tsvector_to_array(tokens)) AS w WHERE w ~ '^1?[a-z]')) AS o
        WHERE k.word = o.w
        AND NOT EXISTS (SELECT 1 FROM member_search s WHERE with_beginnings(s.tokens) @@ quote_literal(o.w)::tsquery);
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION words_of_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM member_search_word k USING (
        SELECT DISTINCT w FROM gone, unnest(tsvector_to_array(tokens)) AS w WHERE w ~ '^1?[a-z]') AS o
        WHERE k.word = o.w
        AND NOT EXISTS (SELECT 1 FROM member_search s WHERE with_beginnings(s.tokens) @@ quote_literal(o.w)::tsquery);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER member_search_insert AFTER INSERT ON member_search
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION words_of_insert();
CREATE OR REPLACE TRIGGER member_search_update AFTER UPDATE ON member_search
    REFERENCING OLD TABLE AS gone NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION words_of_update();
CREATE OR REPLACE TRIGGER member_search_delete AFTER DELETE ON member_search
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION words_of_delete();

-- Which database user may sign as which operators, and verifiers of PINs, which no operator can read.
CREATE TABLE IF NOT EXISTS operator_account (db_user text NOT NULL,
    operator_id integer NOT NULL REFERENCES operator (id) ON DELETE CASCADE, PRIMARY KEY (db_user, operator_id));
CREATE TABLE IF NOT EXISTS operator_pin (operator_id integer PRIMARY KEY, verifier bytea NOT NULL);

-- The current user, and for whom that user may sign.
CREATE OR REPLACE FUNCTION is_owner() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN RETURN session_user = 'postgres' OR current_setting('is_superuser') = 'on'; END $$;
CREATE OR REPLACE FUNCTION is_administrator() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN RETURN session_user = 'postgres' OR current_setting('is_superuser') = 'on'
    OR coalesce(pg_has_role(session_user, to_regrole('sentralbord_administrator')::oid, 'MEMBER'), false); END $$;
CREATE OR REPLACE FUNCTION is_privacy() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN RETURN coalesce(pg_has_role(session_user, to_regrole('sentralbord_personvern')::oid, 'MEMBER'), false); END $$;
CREATE OR REPLACE FUNCTION my_operators() RETURNS integer[] LANGUAGE plpgsql STABLE AS $$
BEGIN RETURN (SELECT coalesce(array_agg(operator_id), '{}') FROM operator_account
    WHERE db_user = session_user); END $$;
CREATE OR REPLACE FUNCTION my_signs() RETURNS text[] LANGUAGE plpgsql STABLE AS $$
BEGIN RETURN (SELECT coalesce(array_agg(o.initials::text ORDER BY o.id), '{}') FROM operator_account a
    JOIN operator o ON o.id = a.operator_id WHERE a.db_user = session_user AND o."left" IS NULL); END $$;

-- PINs. A failed one is counted in a sequence before the comparison: ROLLBACK does not undo a sequence.
CREATE OR REPLACE FUNCTION from_phc(text) RETURNS bytea LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT decode(rpad($1, ((length($1) + 3) / 4) * 4, '='), 'base64')
$$;
CREATE OR REPLACE FUNCTION pin_wait(integer) RETURNS interval LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT CASE WHEN $1 < 5 THEN interval '0' ELSE
        least(interval '1 hour', interval '1 minute' * 2 ^ least($1 - 5, 10)) END
$$;
CREATE OR REPLACE FUNCTION keep_operator() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE parts text[] := string_to_array(NEW.pin, '$'); taken text;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.os_user <> OLD.os_user AND NOT is_administrator() THEN
        SELECT o.initials INTO taken FROM operator o WHERE o.os_user = NEW.os_user AND o.id <> NEW.id LIMIT 1;
        IF taken IS NOT NULL OR position(E'\\' in OLD.os_user) > 0 OR OLD.os_user = ''
           OR right(NEW.os_user, length(OLD.os_user) + 1) <> E'\\' || OLD.os_user THEN
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
            PERFORM setval(format('public.%I', 'pin_tries_' || NEW.id)::regclass, 0);
        END IF;
        NEW.pin := '$argon2id$' || array_to_string(parts[3:5], '$');
    ELSE
        RAISE EXCEPTION 'a PIN is kept as Argon2id' USING ERRCODE = '22023';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION keep_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE SEQUENCE IF NOT EXISTS public.%I MINVALUE 0 START 0', 'pin_tries_' || NEW.id);
    EXECUTE format('REVOKE ALL ON SEQUENCE public.%I FROM PUBLIC', 'pin_tries_' || NEW.id);
    IF NOT is_owner() THEN
        INSERT INTO operator_account (db_user, operator_id) VALUES (session_user, NEW.id) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION check_pin(integer, bytea, boolean) RETURNS text LANGUAGE plpgsql AS $$
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
    EXECUTE format('SELECT last_value FROM public.%I', 'pin_tries_' || $1) INTO kept;
    wrong := kept % 1000;
    since := to_timestamp(kept / 1000);
    IF wrong > 0 AND moment < since + pin_wait(wrong) THEN RETURN 'vent'; END IF;
    PERFORM setval(format('public.%I', 'pin_tries_' || $1)::regclass,
                   floor(extract(epoch FROM moment))::bigint * 1000 + least(wrong + 1, 999));
    IF $2 IS NULL AND o.pin = '' THEN
        fits := $3;
    ELSE
        SELECT sha256($2) = p.verifier INTO fits FROM operator_pin p WHERE p.operator_id = $1;
    END IF;
    IF fits THEN
        PERFORM setval(format('public.%I', 'pin_tries_' || $1)::regclass, 0);
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
END $$;
CREATE OR REPLACE FUNCTION change_pin(integer, bytea, text) RETURNS text LANGUAGE plpgsql AS $$
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
END $$;
CREATE OR REPLACE TRIGGER operator_kept BEFORE INSERT OR UPDATE ON operator
    FOR EACH ROW EXECUTE FUNCTION keep_operator();
CREATE OR REPLACE TRIGGER operator_belongs AFTER INSERT ON operator
    FOR EACH ROW EXECUTE FUNCTION keep_account();

-- The change log: every changed field of a member has a row in it at commit. The row may be written before or after the field,
-- so the check is deferred to the commit. A missing row is inserted with the current database user and the source 'basen': the
-- change is not refused, and is not lost from the log. is_owner() is inlined: a call per row costs more than the rest.
CREATE OR REPLACE FUNCTION phone_field(integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN $1 = 0 THEN 'phone' ELSE 'phone' || $1 + 1 END
$$;
CREATE OR REPLACE FUNCTION log_missing(integer, text, text, text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE who integer := $1; what text := $2; was text := $3; is_now text := $4;
BEGIN
    INSERT INTO member_change (member_id, field, before, after, author, at, source)
    SELECT who, what, left(was, 400), left(is_now, 400), coalesce((my_signs())[1], '–'), clock_timestamp(), 'basen'
    WHERE EXISTS (SELECT 1 FROM member m WHERE m.id = who);
END $$;
-- The fields have the format of the change log (`cell_values.shown`).
CREATE OR REPLACE FUNCTION require_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE one record; old_fields jsonb := to_jsonb(OLD);
BEGIN
    IF session_user = 'postgres' OR current_setting('is_superuser') = 'on' THEN RETURN NULL; END IF;
    FOR one IN SELECT d.key,
        CASE WHEN d.was IS NULL THEN ''
             WHEN d.key IN ('birth_date', 'joined', 'resigned') THEN to_char(d.was::date, 'DD.MM.YYYY')
             WHEN d.key = 'no_sms' THEN CASE WHEN d.was::boolean THEN 'ja' ELSE 'nei' END ELSE d.was END AS was,
        CASE WHEN d.is_now IS NULL THEN ''
             WHEN d.key IN ('birth_date', 'joined', 'resigned') THEN to_char(d.is_now::date, 'DD.MM.YYYY')
             WHEN d.key = 'no_sms' THEN CASE WHEN d.is_now::boolean THEN 'ja' ELSE 'nei' END ELSE d.is_now END AS is_now
        FROM (SELECT n.key, n.value AS is_now, old_fields ->> n.key AS was
              FROM jsonb_each_text(to_jsonb(NEW)) n) d
        WHERE d.is_now IS DISTINCT FROM d.was AND d.key <> 'version'
    LOOP
        IF NOT EXISTS (SELECT 1 FROM member_change c WHERE c.member_id = NEW.id
            AND db_user = session_user AND db_at >= transaction_timestamp()
            AND (c.field = one.key AND c.before = left(one.was, 400) AND c.after = left(one.is_now, 400)
                 OR c.field = 'sammenslaing' AND one.key = 'merged_into')) THEN
            PERFORM log_missing(NEW.id, one.key, one.was, one.is_now);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION require_registration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (session_user = 'postgres' OR current_setting('is_superuser') = 'on') AND NOT EXISTS (
        SELECT 1 FROM member_change c WHERE c.member_id = NEW.id AND c.field = 'registrert'
        AND db_user = session_user AND db_at >= transaction_timestamp()) THEN
        PERFORM log_missing(NEW.id, 'registrert', '', NEW.number);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION require_phone_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE who integer; place integer; was text := ''; is_now text := ''; stands text;
BEGIN
    IF session_user = 'postgres' OR current_setting('is_superuser') = 'on' THEN RETURN NULL; END IF;
    IF TG_OP <> 'INSERT' THEN who := OLD.member_id; place := OLD.position; was := OLD.number; END IF;
    IF TG_OP <> 'DELETE' THEN who := NEW.member_id; place := NEW.position; is_now := NEW.number; END IF;
    IF TG_OP = 'INSERT' AND EXISTS (SELECT 1 FROM import_run r WHERE r.id = (SELECT m.import_run FROM member m
        WHERE m.id = who) AND db_user = session_user AND db_at >= transaction_timestamp()) THEN RETURN NULL; END IF;
    SELECT number INTO stands FROM member_phone WHERE member_id = who AND position = place;
    IF TG_OP = 'DELETE' THEN is_now := coalesce(stands, ''); END IF;
    IF was = is_now OR is_now <> coalesce(stands, '') THEN RETURN NULL; END IF;
    IF EXISTS (SELECT 1 FROM member_change c WHERE c.member_id = who
        AND db_user = session_user AND db_at >= transaction_timestamp()
        AND (c.field = phone_field(place) AND c.after = is_now OR c.field = 'registrert')) THEN RETURN NULL; END IF;
    PERFORM log_missing(who, phone_field(place), was, is_now);
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS member_is_logged ON member;
CREATE CONSTRAINT TRIGGER member_is_logged AFTER UPDATE ON member
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_change();
DROP TRIGGER IF EXISTS member_is_registered ON member;
CREATE CONSTRAINT TRIGGER member_is_registered AFTER INSERT ON member
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.import_run IS NULL) EXECUTE FUNCTION require_registration();
DROP TRIGGER IF EXISTS phone_is_logged ON member_phone;
CREATE CONSTRAINT TRIGGER phone_is_logged AFTER INSERT OR UPDATE OR DELETE ON member_phone
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_phone_change();

-- History is append-only: UPDATE and DELETE only while the same transaction has a row in `erasing`, deleted before the commit;
-- each use leaves a row in `erasure`, which is never changed. Row triggers do not fire on TRUNCATE.
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'TRUNCATE' AND EXISTS (SELECT 1 FROM erasing) THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE OR REPLACE FUNCTION refuse_always() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
DO $$
DECLARE it text; refuse text;
BEGIN
    FOREACH it IN ARRAY '{remark,member_change,phone_call,inquiry,inquiry_answer,inquiry_action,inquiry_event,access,erasure}'::text[] LOOP
        refuse := CASE it WHEN 'erasure' THEN 'refuse_always()' ELSE 'refuse_change()' END;
        EXECUTE format('CREATE OR REPLACE TRIGGER %1$s_append_only BEFORE UPDATE OR DELETE ON %1$s '
            'FOR EACH ROW EXECUTE FUNCTION %2$s', it, refuse);
        EXECUTE format('CREATE OR REPLACE TRIGGER %1$s_no_truncate BEFORE TRUNCATE ON %1$s '
            'FOR EACH STATEMENT EXECUTE FUNCTION %2$s', it, refuse);
    END LOOP;
END $$;

-- Every write notifies the other workstations of the table: one notice per table and transaction, sent at commit.
CREATE OR REPLACE FUNCTION tell_desks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('sentralbord', TG_TABLE_NAME); RETURN NULL; END $$;
DO $$
DECLARE it text;
BEGIN
    FOREACH it IN ARRAY '{member,member_phone,remark,inquiry,inquiry_event,callback,callback_attempt,confirmation,outgoing,
        presence,department,role,staff,course,employer,target,operator,setting}'::text[] LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER %1$s_tells AFTER INSERT OR UPDATE OR DELETE ON %1$s '
            'FOR EACH STATEMENT EXECUTE FUNCTION tell_desks()', it);
    END LOOP;
END $$;

-- Author and time as the server knows them; workstations cannot write them (grants.sql).
DO $$
DECLARE it regclass;
BEGIN
    FOR it IN SELECT c.oid FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'db_at'
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN db_user SET DEFAULT session_user, '
            'ALTER COLUMN db_at SET DEFAULT clock_timestamp()', it);
    END LOOP;
END $$;

-- What has the owner's rights looks things up here alone, and is called by nobody but the groups (grants.sql) and triggers.
DO $$
DECLARE it regprocedure;
BEGIN
    FOREACH it IN ARRAY ARRAY['refuse_change()', 'refuse_always()', 'tell_desks()', 'words_of_insert()', 'words_of_update()',
        'words_of_delete()', 'is_owner()', 'is_administrator()', 'is_privacy()', 'my_operators()', 'my_signs()', 'from_phc(text)',
        'pin_wait(integer)', 'keep_operator()', 'keep_account()', 'check_pin(integer, bytea, boolean)',
        'change_pin(integer, bytea, text)', 'phone_field(integer)', 'log_missing(integer, text, text, text)', 'require_change()',
        'require_registration()', 'require_phone_change()']::regprocedure[] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, %I, pg_temp', it, current_schema());
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', it);
        IF it::text NOT IN ('refuse_change()', 'refuse_always()', 'tell_desks()') THEN
            EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER', it);
        END IF;
        IF it::text ~ '^(phone_field|log_missing|require_)' THEN
            -- during the first import the change log is empty when the plan is made, and long when it runs
            EXECUTE format('ALTER FUNCTION %s SET enable_seqscan = off', it);
        END IF;
    END LOOP;
END $$;

-- The rows that who has a right to the table may read and write. These rules bind every user but the owner of the tables.
DO $$
DECLARE it record;
BEGIN
    FOR it IN SELECT tablename, policyname FROM pg_policies WHERE schemaname = current_schema() LOOP
        EXECUTE format('DROP POLICY %I ON %I', it.policyname, it.tablename);
    END LOOP;
END $$;

-- Signed rows are written in one's own name.
DO $$
DECLARE it text;
BEGIN
    FOREACH it IN ARRAY '{remark,member_change,phone_call,inquiry,inquiry_event,access,erasure,callback_attempt,import_run,
        member_merge,not_same_member,hold,inquiry_answer,inquiry_action,member}'::text[] LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', it);
        EXECUTE format('CREATE POLICY %1$s_select ON %1$s FOR SELECT USING (true)', it);
        EXECUTE format('CREATE POLICY %1$s_update ON %1$s FOR UPDATE USING (true) WITH CHECK (true)', it);
        EXECUTE format('CREATE POLICY %1$s_delete ON %1$s FOR DELETE USING (true)', it);
        CONTINUE WHEN it IN ('inquiry_answer', 'inquiry_action', 'member');
        EXECUTE format('CREATE POLICY %1$s_insert ON %1$s FOR INSERT '
            'WITH CHECK (author = ANY ((SELECT my_signs())::text[]))', it);
    END LOOP;
END $$;
ALTER POLICY access_update ON access WITH CHECK (why = '');

-- Rows that may be signed by another: the note and the change log line of a call that is assigned to its member later, with the
-- text of the call and who assigned it; and a copy of a telephone call, now with its member, or withdrawn by the current user,
-- who reopened it.
ALTER POLICY remark_insert ON remark WITH CHECK (author = ANY ((SELECT my_signs())::text[]) OR EXISTS (
    SELECT 1 FROM inquiry i JOIN inquiry_action a ON a.inquiry_id = i.id AND a.state = 'uten_medlem'
    WHERE i.id = remark.inquiry_id AND i.author = remark.author
    AND a.kind = 'NOTE' AND NOT remark.withdrawn AND remark.corrects IS NULL
    AND EXISTS (SELECT 1 FROM unnest((SELECT my_signs())) AS s
        WHERE length(remark.text) = length(a.content) + 40 + length(s) AND left(remark.text, length(a.content)) = a.content
        AND right(remark.text, length(s) + 2) = ' ' || s || ')')));
ALTER POLICY member_change_insert ON member_change WITH CHECK (author = ANY ((SELECT my_signs())::text[]) OR EXISTS (
    SELECT 1 FROM inquiry i JOIN inquiry_action a ON a.inquiry_id = i.id AND a.state = 'uten_medlem'
    WHERE i.id = member_change.inquiry_id AND i.author = member_change.author
    AND member_change.field = 'henvendelse' AND member_change.before = ''
    AND member_change.after IN (left(a.content, 400), i.category)));
ALTER POLICY phone_call_insert ON phone_call WITH CHECK (author = ANY ((SELECT my_signs())::text[]) OR EXISTS (
    SELECT 1 FROM phone_call c WHERE c.id = phone_call.corrects
    AND c.author IS NOT DISTINCT FROM phone_call.author AND c.inquiry_id IS NOT DISTINCT FROM phone_call.inquiry_id
    AND c.outcome IS NOT DISTINCT FROM phone_call.outcome AND c.number IS NOT DISTINCT FROM phone_call.number
    AND c.caller_name IS NOT DISTINCT FROM phone_call.caller_name
    AND c.caller_kind IS NOT DISTINCT FROM phone_call.caller_kind
    AND c.started IS NOT DISTINCT FROM phone_call.started AND c.ended IS NOT DISTINCT FROM phone_call.ended
    AND c.category IS NOT DISTINCT FROM phone_call.category AND c.loop IS NOT DISTINCT FROM phone_call.loop
    AND c.overflow IS NOT DISTINCT FROM phone_call.overflow
    AND CASE WHEN phone_call.withdrawn THEN c.member_id IS NOT DISTINCT FROM phone_call.member_id AND EXISTS (
            SELECT 1 FROM inquiry_event e WHERE e.inquiry_id = c.inquiry_id AND e.kind = 'apnet_igjen'
            AND e.db_user = session_user)
        ELSE c.member_id IS NULL AND NOT c.withdrawn END));

-- Rows that belong to a signed one.
CREATE POLICY inquiry_answer_insert ON inquiry_answer FOR INSERT WITH CHECK (
    EXISTS (SELECT 1 FROM inquiry i WHERE i.id = inquiry_id AND i.author = ANY ((SELECT my_signs())::text[])));
CREATE POLICY inquiry_action_insert ON inquiry_action FOR INSERT WITH CHECK (
    EXISTS (SELECT 1 FROM inquiry i WHERE i.id = inquiry_id AND i.author = ANY ((SELECT my_signs())::text[])));
CREATE POLICY member_insert ON member FOR INSERT WITH CHECK (
    member.import_run IS NULL
    OR EXISTS (SELECT 1 FROM import_run r WHERE r.id = member.import_run AND r.db_user = session_user));

-- Rows that not everyone may read.
ALTER TABLE operator ENABLE ROW LEVEL SECURITY;
CREATE POLICY operator_select ON operator FOR SELECT USING (true);
CREATE POLICY operator_insert ON operator FOR INSERT WITH CHECK ((SELECT is_administrator()));
CREATE POLICY operator_update ON operator FOR UPDATE USING (true)
    WITH CHECK (id = ANY ((SELECT my_operators())::integer[]) OR (SELECT is_administrator()));
ALTER TABLE breach ENABLE ROW LEVEL SECURITY;
CREATE POLICY breach_select ON breach FOR SELECT
    USING (author = ANY ((SELECT my_signs())::text[]) OR (SELECT is_privacy()));
CREATE POLICY breach_insert ON breach FOR INSERT WITH CHECK (author = ANY ((SELECT my_signs())::text[]));
CREATE POLICY breach_update ON breach FOR UPDATE USING (true) WITH CHECK (
    (SELECT is_privacy()) OR author = ANY ((SELECT my_signs())::text[]) AND reported IS NULL AND closed IS NULL);
ALTER TABLE setting ENABLE ROW LEVEL SECURITY;
CREATE POLICY setting_select ON setting FOR SELECT USING (
    key NOT IN ('hemmeligheter', 'slettede') OR (SELECT is_administrator()) OR key = 'slettede' AND (SELECT is_privacy()));
CREATE POLICY setting_insert ON setting FOR INSERT
    WITH CHECK ((SELECT is_administrator()) OR key IN ('lagring', 'slettede'));
CREATE POLICY setting_update ON setting FOR UPDATE USING (true)
    WITH CHECK ((SELECT is_administrator()) OR key IN ('lagring', 'slettede'));
ALTER TABLE parked ENABLE ROW LEVEL SECURITY;
CREATE POLICY parked_select ON parked FOR SELECT
    USING (author = ANY ((SELECT my_signs())::text[]) OR (SELECT is_administrator()) OR (SELECT is_privacy()));
CREATE POLICY parked_insert ON parked FOR INSERT WITH CHECK (author = ANY ((SELECT my_signs())::text[]));
CREATE POLICY parked_update ON parked FOR UPDATE USING (author = ANY ((SELECT my_signs())::text[]))
    WITH CHECK (author = ANY ((SELECT my_signs())::text[]));
CREATE POLICY parked_delete ON parked FOR DELETE
    USING (author = ANY ((SELECT my_signs())::text[]) OR (SELECT is_privacy()));

-- All rights are taken, also to columns, from everyone but the owner: PUBLIC, the groups, and single users of the groups.
-- grants.sql gives the groups theirs.
DO $$
DECLARE whom text;
BEGIN
    FOR whom IN SELECT 'PUBLIC' UNION SELECT quote_ident(g.rolname) FROM pg_roles g WHERE g.rolname = ANY (string_to_array('sentralbord_operator, sentralbord_personvern, sentralbord_administrator', ', '))
        UNION SELECT quote_ident(u.rolname) FROM pg_auth_members m JOIN pg_roles u ON u.oid = m.member
        JOIN pg_roles g ON g.oid = m.roleid WHERE g.rolname = ANY (string_to_array('sentralbord_operator, sentralbord_personvern, sentralbord_administrator', ', ')) AND u.rolname <> 'postgres'
    LOOP
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM %s', current_schema(), whom);
        EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %I FROM %s', current_schema(), whom);
        EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM %s', current_schema(), whom);
    END LOOP;
    EXECUTE format('REVOKE TEMPORARY, CREATE ON DATABASE %I FROM PUBLIC', current_database());
END $$;
