import type { StoredMessage } from "#lib/queries/hl7v2-messages.ts";
import { MESSAGE_COLUMNS } from "./message-columns.ts";

export interface PageSort {
  /** Key of a column. */
  readonly key: string;
  readonly isDescending: boolean;
}

/** Rows of a page by a column; undefined leaves them as the server sent them. */
export function sortPage(rows: readonly StoredMessage[], sort: PageSort | undefined): readonly StoredMessage[] {
  const column = MESSAGE_COLUMNS.find(({ key }) => key === sort?.key);
  if (!sort || !column) return rows;
  const sign = sort.isDescending ? -1 : 1;
  const { rank } = column;
  return rows.toSorted((a, b) =>
    rank ? sign * (rank(a) - rank(b)) : sign * column.text(a).localeCompare(column.text(b), "en", { numeric: true }),
  );
}
