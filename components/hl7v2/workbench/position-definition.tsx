"use client";

import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import { FactList, type Fact } from "#components/ui/facts.tsx";
import { MONO, token } from "#components/ui/tokens.ts";
import { meaningOf, type Description } from "#lib/hl7v2/dictionary/describe.ts";
import type { Dictionary, Optionality, TableDefinition } from "#lib/hl7v2/dictionary/dictionary.ts";
import type { Position } from "#lib/hl7v2/position.ts";
import { hl7v2DictionaryQueries } from "#lib/queries/hl7v2-dictionary.ts";
import { readableTime } from "./readable-time.ts";

export interface PositionDefinitionProps {
  readonly dictionary: Dictionary;
  readonly description: Description;
  readonly position: Position;
  /** Unescaped; undefined while it is masked. */
  readonly value: string | undefined;
}

/** What the standard says about a position, or which version would. */
export function PositionDefinition({ dictionary, description, position, value }: PositionDefinitionProps) {
  if (description.kind === "local")
    return (
      <p>{description.segment} is a local segment: sites agree on it among themselves, the standard leaves it open.</p>
    );
  if (description.kind === "segment") return <SegmentDefinition dictionary={dictionary} id={position.segment} />;
  if (description.kind === "missing") return <Missing {...{ dictionary, description, position }} />;
  const { definition, names, typeName } = description;
  const meaning = value === undefined ? undefined : meaningOf(dictionary, definition, value);
  const time = value === undefined ? undefined : readableTime(definition.type, value);
  const facts: Fact[] = [
    { label: "In", value: names.slice(0, -1).join(" · ") || (dictionary.segmentName(position.segment) ?? "") },
    { label: "Type", value: typeName === undefined ? definition.type : `${definition.type} · ${typeName}` },
    { label: "Usage", value: `${OPTIONALITY[definition.optionality]}${repeats(definition.repetitions)}` },
    ...(definition.length === undefined ? [] : [{ label: "Length", value: `at most ${definition.length}` }]),
    ...(value === '""' ? [{ label: "Means", value: "deleted: the receiver takes the value out" }] : []),
    ...(time === undefined ? [] : [{ label: "Means", value: time }]),
    ...(definition.table === undefined ? [] : [tableFact(definition.table, meaning, value)]),
  ];
  return (
    <>
      <Box sx={{ mx: -3, mb: 2 }}>
        <FactList facts={facts} />
      </Box>
      {meaning ? <TableValues table={meaning.table} number={meaning.number} value={value} /> : null}
    </>
  );
}

const OPTIONALITY: Readonly<Record<Optionality, string>> = {
  R: "required",
  O: "optional",
  C: "conditional",
  B: "only for older systems",
  W: "withdrawn",
};

function repeats(count: number): string {
  if (count === 1) return "";
  return count === Infinity ? ", repeats" : `, at most ${count} times`;
}

function tableFact(number: number, meaning: ReturnType<typeof meaningOf>, value: string | undefined): Fact {
  const name = `table ${String(number).padStart(4, "0")}${meaning ? ` · ${meaning.table.name}` : ""}`;
  if (!meaning) return { label: "Table", value: name, help: "The dictionary lists no values for it." };
  if (value === undefined || value === "") return { label: "Table", value: name };
  return { label: "Table", value: meaning.meaning ?? "not in the table", help: name };
}

const MOST_VALUES = 60;

function TableValues({
  table,
  number,
  value,
}: {
  readonly table: TableDefinition;
  readonly number: number;
  readonly value: string | undefined;
}) {
  const rows = Object.entries(table.meanings);
  return (
    <Box component="details" sx={{ mb: 2 }}>
      <Box component="summary" sx={{ cursor: "pointer", color: token.accent }}>
        {rows.length} values of table {String(number).padStart(4, "0")}
      </Box>
      <Box component="ul" sx={{ m: 0, mt: 1, pl: 0, listStyle: "none", fontSize: 12 }}>
        {rows.slice(0, MOST_VALUES).map(([code, text]) => (
          <Box component="li" key={code} sx={{ display: "flex", gap: 2, fontWeight: code === value ? 650 : 400 }}>
            <Box component="span" sx={{ fontFamily: MONO, minWidth: 52 }}>
              {code}
            </Box>
            {text}
          </Box>
        ))}
        {rows.length > MOST_VALUES ? <li>… {rows.length - MOST_VALUES} more</li> : null}
      </Box>
    </Box>
  );
}

function SegmentDefinition({ dictionary, id }: { readonly dictionary: Dictionary; readonly id: string }) {
  const fields = dictionary.fields(id) ?? [];
  const required = fields.flatMap(({ optionality, name }, index) =>
    optionality === "R" ? [`${id}-${index + 1} ${name}`] : [],
  );
  return (
    <>
      <p>
        {dictionary.segmentName(id)}: {fields.length} fields in {dictionary.version}.
      </p>
      {required.length > 0 ? <p className="dim">Required: {required.join(", ")}.</p> : null}
    </>
  );
}

interface MissingProps {
  readonly dictionary: Dictionary;
  readonly description: Extract<Description, { kind: "missing" }>;
  readonly position: Position;
}

/** The version of the message lacks it: which one has it, and under which name. */
function Missing({ dictionary, description, position }: MissingProps) {
  const { what, versions, names } = description;
  const [first] = versions;
  const newer = useQuery({
    ...hl7v2DictionaryQueries.ofVersion(first ?? dictionary.version),
    enabled: first !== undefined,
  }).data;
  const name = what === "field" ? newer?.field(position.segment, position.field ?? 0)?.name : undefined;
  const where = names.length > 0 ? ` in ${names.join(" · ")}` : "";
  return (
    <p>
      HL7 {dictionary.version} has no such {what}
      {where}.{" "}
      {first === undefined
        ? "No version of the standard has it."
        : `It exists in ${versions.join(", ")}${name === undefined ? "" : ` as “${name}”`}.`}
    </p>
  );
}
