/**
 * The stores of the sample hospital that were begun, and when each was complete. A table of its own, not a mark on the store: whoever
 * deletes a sample dataset wants it gone, also after the next start.
 */
export const SAMPLE_SCHEMA = `
CREATE TABLE sample_stores (
  name TEXT PRIMARY KEY,
  scale REAL NOT NULL,
  resources INTEGER NOT NULL DEFAULT 0,
  completed REAL
) STRICT;
`;
