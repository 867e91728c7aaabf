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
	pin_waits DATETIME,
	pin_wait_s INTEGER NOT NULL,
	pin_boot_s FLOAT,
	code_until DATETIME,
	"left" DATE,
	id INTEGER NOT NULL,
	initials VARCHAR(10) NOT NULL,
	CONSTRAINT pk_operator PRIMARY KEY (id),
	CONSTRAINT uq_operator_initials UNIQUE (initials)
)

-- then --

CREATE TABLE presence (
	who VARCHAR(80) NOT NULL,
	kind VARCHAR(20) NOT NULL,
	start DATETIME NOT NULL,
	until DATETIME,
	said DATETIME NOT NULL,
	author VARCHAR(10) NOT NULL,
	source VARCHAR(20) NOT NULL,
	id INTEGER NOT NULL,
	CONSTRAINT pk_presence PRIMARY KEY (id)
)

-- then --

CREATE INDEX ix_presence_who ON presence (who)

-- then --

CREATE TABLE import_run (
	db_user VARCHAR(63),
	db_at DATETIME,
	id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	author VARCHAR NOT NULL,
	new INTEGER NOT NULL,
	changed INTEGER NOT NULL,
	unchanged INTEGER NOT NULL,
	rejected INTEGER NOT NULL,
	corrected INTEGER NOT NULL,
	resigned INTEGER NOT NULL,
	erased INTEGER NOT NULL,
	subject VARCHAR(20) NOT NULL,
	file VARCHAR(200) NOT NULL,
	undone DATETIME,
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
	done DATETIME,
	claimed DATETIME,
	not_before DATETIME,
	CONSTRAINT pk_import_source PRIMARY KEY (name)
)

-- then --

CREATE TABLE import_file (
	source VARCHAR(60) NOT NULL,
	digest VARCHAR(64) NOT NULL,
	at DATETIME NOT NULL,
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
	id INTEGER NOT NULL,
	CONSTRAINT pk_course PRIMARY KEY (id)
)

-- then --

CREATE TABLE employer (
	employer VARCHAR(200) NOT NULL,
	department INTEGER NOT NULL,
	confirmed DATE,
	id INTEGER NOT NULL,
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
	id INTEGER NOT NULL,
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
	"key" VARCHAR(60) NOT NULL,
	CONSTRAINT pk_role PRIMARY KEY ("key")
)

-- then --

CREATE TABLE target (
	"key" VARCHAR(60) NOT NULL,
	title VARCHAR NOT NULL,
	phone VARCHAR NOT NULL,
	address VARCHAR NOT NULL,
	hours VARCHAR(100) NOT NULL,
	CONSTRAINT pk_target PRIMARY KEY ("key")
)

-- then --

CREATE TABLE erasing (
	id INTEGER NOT NULL,
	CONSTRAINT pk_erasing PRIMARY KEY (id)
)

-- then --

CREATE TABLE erasure (
	db_user VARCHAR(63),
	db_at DATETIME,
	id INTEGER NOT NULL,
	at DATETIME NOT NULL,
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
	id INTEGER NOT NULL,
	discovered DATETIME NOT NULL,
	author VARCHAR(10) NOT NULL,
	facts JSON NOT NULL,
	reported DATETIME,
	closed DATETIME,
	CONSTRAINT pk_breach PRIMARY KEY (id)
)

-- then --

CREATE TABLE setting (
	"key" VARCHAR(100) NOT NULL,
	value JSON NOT NULL,
	CONSTRAINT pk_setting PRIMARY KEY ("key")
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
	id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	category VARCHAR(40) NOT NULL,
	step VARCHAR(120) NOT NULL,
	CONSTRAINT pk_wizard_left PRIMARY KEY (id)
)

-- then --

CREATE TABLE import_loss (
	id INTEGER NOT NULL,
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
	id INTEGER NOT NULL,
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
	db_at DATETIME,
	id INTEGER NOT NULL,
	at DATETIME NOT NULL,
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
	"before" JSON,
	CONSTRAINT pk_invoice_before PRIMARY KEY (run_id, number),
	CONSTRAINT fk_invoice_before_run_id_import_run FOREIGN KEY(run_id) REFERENCES import_run (id),
	CONSTRAINT fk_invoice_before_member_id_member FOREIGN KEY(member_id) REFERENCES member (id)
)

-- then --

CREATE INDEX ix_invoice_before_member_id ON invoice_before (member_id)

-- then --

CREATE TABLE inquiry (
	db_user VARCHAR(63),
	db_at DATETIME,
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
	started DATETIME NOT NULL,
	completed DATETIME NOT NULL,
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
	parked_at DATETIME NOT NULL,
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
 WITHOUT ROWID

-- then --

CREATE TABLE invoice (
	number VARCHAR(40) NOT NULL,
	issued DATE NOT NULL,
	due DATE NOT NULL,
	amount INTEGER NOT NULL,
	paid INTEGER NOT NULL,
	missing_documentation VARCHAR(200) NOT NULL,
	id INTEGER NOT NULL,
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
	"before" VARCHAR(400) NOT NULL,
	author VARCHAR(10) NOT NULL,
	at DATETIME NOT NULL,
	settled_run INTEGER,
	CONSTRAINT pk_member_correction PRIMARY KEY (member_id, field),
	CONSTRAINT fk_member_correction_member_id_member FOREIGN KEY(member_id) REFERENCES member (id),
	CONSTRAINT fk_member_correction_settled_run_import_run FOREIGN KEY(settled_run) REFERENCES import_run (id)
)

-- then --

CREATE TABLE member_merge (
	id INTEGER NOT NULL,
	kept_id INTEGER NOT NULL,
	gone_id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	author VARCHAR(10) NOT NULL,
	taken JSON NOT NULL,
	undone DATETIME,
	CONSTRAINT pk_member_merge PRIMARY KEY (id),
	CONSTRAINT fk_member_merge_kept_id_member FOREIGN KEY(kept_id) REFERENCES member (id),
	CONSTRAINT fk_member_merge_gone_id_member FOREIGN KEY(gone_id) REFERENCES member (id)
)

-- then --

CREATE TABLE not_same_member (
	one_id INTEGER NOT NULL,
	two_id INTEGER NOT NULL,
	at DATETIME NOT NULL,
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
	at DATETIME NOT NULL,
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
	due DATETIME,
	window VARCHAR(60) NOT NULL,
	deadline DATE,
	owner VARCHAR(60) NOT NULL,
	offered_to VARCHAR(60) NOT NULL,
	raised INTEGER NOT NULL,
	promised_by VARCHAR(10) NOT NULL,
	created DATETIME NOT NULL,
	id INTEGER NOT NULL,
	member_id INTEGER,
	inquiry_id VARCHAR,
	status VARCHAR NOT NULL,
	claimed_by VARCHAR NOT NULL,
	claimed_until DATETIME,
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
	id INTEGER NOT NULL,
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
	db_at DATETIME,
	id INTEGER NOT NULL,
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
	db_at DATETIME,
	id INTEGER NOT NULL,
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
	db_at DATETIME,
	id INTEGER NOT NULL,
	inquiry_id VARCHAR NOT NULL,
	kind VARCHAR NOT NULL,
	at DATETIME NOT NULL,
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
	started DATETIME NOT NULL,
	ended DATETIME NOT NULL,
	category VARCHAR(40) NOT NULL,
	outcome VARCHAR(200) NOT NULL,
	author VARCHAR(10) NOT NULL,
	loop INTEGER,
	overflow BOOLEAN NOT NULL,
	db_user VARCHAR(63),
	db_at DATETIME,
	id INTEGER NOT NULL,
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
	written DATETIME NOT NULL,
	author VARCHAR(10) NOT NULL,
	text VARCHAR(4000) NOT NULL,
	category VARCHAR(40) NOT NULL,
	pinned BOOLEAN NOT NULL,
	db_user VARCHAR(63),
	db_at DATETIME,
	id INTEGER NOT NULL,
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
	"before" VARCHAR(400) NOT NULL,
	"after" VARCHAR(400) NOT NULL,
	author VARCHAR(10) NOT NULL,
	at DATETIME NOT NULL,
	source VARCHAR(20) NOT NULL,
	db_user VARCHAR(63),
	db_at DATETIME,
	id INTEGER NOT NULL,
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
	created DATETIME NOT NULL,
	handed_over DATETIME,
	not_before DATETIME,
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
	db_at DATETIME,
	id INTEGER NOT NULL,
	callback_id INTEGER NOT NULL,
	at DATETIME NOT NULL,
	author VARCHAR NOT NULL,
	outcome VARCHAR NOT NULL,
	CONSTRAINT pk_callback_attempt PRIMARY KEY (id),
	CONSTRAINT fk_callback_attempt_callback_id_callback FOREIGN KEY(callback_id) REFERENCES callback (id)
)

-- then --

CREATE INDEX ix_callback_attempt_callback_id ON callback_attempt (callback_id)

-- then --

CREATE VIRTUAL TABLE member_search USING fts5(tokens, content='', contentless_delete=1, detail=none, tokenize='ascii', prefix='2 3 4')

-- then --

INSERT INTO member_search(member_search, rank) VALUES ('pgsz', 3960)

-- then --

CREATE TRIGGER remark_no_update BEFORE UPDATE ON remark WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN SELECT RAISE(ABORT, 'remark is append-only'); END

-- then --

CREATE TRIGGER remark_no_delete BEFORE DELETE ON remark WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN SELECT RAISE(ABORT, 'remark is append-only'); END

-- then --

CREATE TRIGGER member_change_no_update BEFORE UPDATE ON member_change WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN SELECT RAISE(ABORT, 'member_change is append-only'); END

-- then --

CREATE TRIGGER member_change_no_delete BEFORE DELETE ON member_change WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN SELECT RAISE(ABORT, 'member_change is append-only'); END

-- then --

CREATE TRIGGER phone_call_no_update BEFORE UPDATE ON phone_call WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN SELECT RAISE(ABORT, 'phone_call is append-only'); END

-- then --

CREATE TRIGGER phone_call_no_delete BEFORE DELETE ON phone_call WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN SELECT RAISE(ABORT, 'phone_call is append-only'); END

-- then --

CREATE TRIGGER inquiry_no_update BEFORE UPDATE ON inquiry WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN SELECT RAISE(ABORT, 'inquiry is append-only'); END

-- then --

CREATE TRIGGER inquiry_no_delete BEFORE DELETE ON inquiry WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN SELECT RAISE(ABORT, 'inquiry is append-only'); END

-- then --

CREATE TRIGGER inquiry_answer_no_update BEFORE UPDATE ON inquiry_answer WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN SELECT RAISE(ABORT, 'inquiry_answer is append-only'); END

-- then --

CREATE TRIGGER inquiry_answer_no_delete BEFORE DELETE ON inquiry_answer WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN SELECT RAISE(ABORT, 'inquiry_answer is append-only'); END

-- then --

CREATE TRIGGER inquiry_action_no_update BEFORE UPDATE ON inquiry_action WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN SELECT RAISE(ABORT, 'inquiry_action is append-only'); END

-- then --

CREATE TRIGGER inquiry_action_no_delete BEFORE DELETE ON inquiry_action WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN SELECT RAISE(ABORT, 'inquiry_action is append-only'); END

-- then --

CREATE TRIGGER inquiry_event_no_update BEFORE UPDATE ON inquiry_event WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN SELECT RAISE(ABORT, 'inquiry_event is append-only'); END

-- then --

CREATE TRIGGER inquiry_event_no_delete BEFORE DELETE ON inquiry_event WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN SELECT RAISE(ABORT, 'inquiry_event is append-only'); END

-- then --

CREATE TRIGGER access_no_update BEFORE UPDATE ON access WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN SELECT RAISE(ABORT, 'access is append-only'); END

-- then --

CREATE TRIGGER access_no_delete BEFORE DELETE ON access WHEN NOT EXISTS (SELECT 1 FROM erasing) BEGIN SELECT RAISE(ABORT, 'access is append-only'); END

-- then --

CREATE TRIGGER erasure_no_update BEFORE UPDATE ON erasure BEGIN SELECT RAISE(ABORT, 'erasure is append-only'); END

-- then --

CREATE TRIGGER erasure_no_delete BEFORE DELETE ON erasure BEGIN SELECT RAISE(ABORT, 'erasure is append-only'); END

-- then --

CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)

-- then --

INSERT INTO alembic_version (version_num) VALUES ('0001') RETURNING version_num
