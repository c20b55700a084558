export type SqlValue = string | number;

/** A piece of SQL with the values of its marks. Text of requests only ever gets in as a value. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** `sql\`low < ${bound} AND ${condition}\``: values become marks, pieces are put in. */
export function sql(texts: TemplateStringsArray, ...parts: readonly (Sql | SqlValue)[]): Sql {
  let text = texts[0] ?? "";
  const values: SqlValue[] = [];
  for (const [index, part] of parts.entries()) {
    if (typeof part === "object") {
      text += part.text;
      values.push(...part.values);
    } else {
      text += "?";
      values.push(part);
    }
    text += texts[index + 1] ?? "";
  }
  return { text, values };
}

/** Names of tables and columns, written by us. */
export function rawSql(text: string): Sql {
  return { text, values: [] };
}

export function joinSql(pieces: readonly Sql[], separator: " AND " | " OR " | " UNION ALL " | " + " | ", "): Sql {
  return { text: pieces.map((piece) => piece.text).join(separator), values: pieces.flatMap((piece) => piece.values) };
}

/** `(?, ?, ?)` */
export function listSql(values: readonly SqlValue[]): Sql {
  return { text: `(${values.map(() => "?").join(", ")})`, values };
}

/** `(a) AND (b)`; true when there is none. */
export function andSql(conditions: readonly Sql[]): Sql {
  return conditions.length === 0
    ? sql`1`
    : joinSql(
        conditions.map((condition) => sql`(${condition})`),
        " AND ",
      );
}

/** `(a) OR (b)`; false when there is none. */
export function orSql(conditions: readonly Sql[]): Sql {
  return conditions.length === 0
    ? sql`0`
    : sql`(${joinSql(
        conditions.map((condition) => sql`(${condition})`),
        " OR ",
      )})`;
}
