/**
 * HL7v2 messages. The row that is searched is small and apart from the bytes, so a list that walks an index reads little. Times are
 * microseconds since 1970; a message without a send time has `NO_SEND_TIME`, lower than any, so that pages can go on behind it.
 * `size` is the bytes of the message. `hl7v2_types` counts what is stored, for the metrics.
 */
export const HL7V2_SCHEMA = `
CREATE TABLE hl7v2_messages (
  rid INTEGER PRIMARY KEY AUTOINCREMENT,
  store INTEGER NOT NULL REFERENCES stores(id) ON DELETE CASCADE,
  id BLOB NOT NULL,
  message_type TEXT NOT NULL,
  send_facility TEXT NOT NULL,
  send_time INTEGER NOT NULL,
  create_time INTEGER NOT NULL,
  size INTEGER NOT NULL,
  labels TEXT NOT NULL,
  UNIQUE (store, id)
) STRICT;
CREATE INDEX hl7v2_messages_in_order ON hl7v2_messages(store, create_time);
CREATE INDEX hl7v2_messages_by_send_time ON hl7v2_messages(store, send_time);
CREATE INDEX hl7v2_messages_by_type ON hl7v2_messages(store, message_type, send_time);
CREATE INDEX hl7v2_messages_by_facility ON hl7v2_messages(store, send_facility, send_time);

CREATE TABLE hl7v2_bodies (
  rid INTEGER PRIMARY KEY REFERENCES hl7v2_messages(rid) ON DELETE CASCADE,
  data BLOB NOT NULL,
  patient_ids TEXT NOT NULL,
  ack TEXT
) STRICT;

CREATE TABLE hl7v2_patient_ids (
  store INTEGER NOT NULL,
  value TEXT NOT NULL,
  type TEXT NOT NULL,
  rid INTEGER NOT NULL REFERENCES hl7v2_messages(rid) ON DELETE CASCADE,
  PRIMARY KEY (store, value, type, rid)
) STRICT, WITHOUT ROWID;
CREATE INDEX hl7v2_patient_ids_by_rid ON hl7v2_patient_ids(rid);

CREATE TABLE hl7v2_labels (
  store INTEGER NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  rid INTEGER NOT NULL REFERENCES hl7v2_messages(rid) ON DELETE CASCADE,
  PRIMARY KEY (store, key, value, rid)
) STRICT, WITHOUT ROWID;
CREATE INDEX hl7v2_labels_by_rid ON hl7v2_labels(rid);

CREATE TABLE hl7v2_types (
  store INTEGER NOT NULL REFERENCES stores(id) ON DELETE CASCADE,
  message_type TEXT NOT NULL,
  count INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (store, message_type)
) STRICT, WITHOUT ROWID;
`;

/**
 * What a rollback needs to know: labels as they were before a change, and messages that were deleted. A creation is known by the message's
 * own create_time. Times are microseconds since 1970.
 */
export const HL7V2_CHANGES_SCHEMA = `
CREATE TABLE hl7v2_changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  store INTEGER NOT NULL REFERENCES stores(id) ON DELETE CASCADE,
  time INTEGER NOT NULL,
  id BLOB NOT NULL,
  is_rollback INTEGER NOT NULL,
  create_time INTEGER NOT NULL,
  labels TEXT NOT NULL,
  data BLOB
) STRICT;
CREATE INDEX hl7v2_changes_by_time ON hl7v2_changes(store, time);
`;

/** `send_time` of a message whose MSH-7 is none. */
export const NO_SEND_TIME = Number.MIN_SAFE_INTEGER;
