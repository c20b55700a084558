"use client";

import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";
import { Card } from "#components/ui/card.tsx";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { formatPlural } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import { parsePosition } from "#lib/hl7v2/position.ts";
import { hl7v2MessageQuery } from "#lib/queries/hl7v2-message.ts";
import type { MessageTabProps } from "./message-tab.ts";
import { parsedRows, type ParsedRow } from "./parsed-rows.ts";
import { RawPane } from "./raw-pane.tsx";
import { useCursor } from "./use-cursor.ts";
import { useMarks } from "./use-marks.ts";
import { VirtualLines } from "./virtual-lines.tsx";
import { visibleText } from "./visible-text.ts";

/** The three views of the API side by side: as it came, as the parser of the store cut it, as its schema shaped it. */
export function ViewsTab({ read, control, findings }: MessageTabProps) {
  const { message, name } = read;
  const { masked } = useIdentityMask();
  const cursor = useCursor(message, control.view.at);
  const marks = useMarks(message, findings, control.view.layers, masked);
  const parsed = useQuery(hl7v2MessageQuery.parsed(name));
  const schematized = useQuery(hl7v2MessageQuery.schematized(name));
  const rows = useMemo(() => (parsed.data ? parsedRows(message, parsed.data) : []), [message, parsed.data]);
  const lines = useMemo(() => schematized.data?.text.split("\n") ?? [], [schematized.data]);
  const at = rows.findIndex(({ written }) => written === cursor.written);
  return (
    <Box sx={COLUMNS}>
      <Card fill title="Raw" note={formatPlural(message.segments.length, "segment")}>
        <Box sx={{ height: "100%", display: "flex", flexDirection: "column" }}>
          <RawPane message={message} cursor={cursor} marks={marks} isMasked={masked} />
        </Box>
      </Card>
      <Card fill title="Parsed" note={parsed.data ? formatPlural(rows.length, "value") : ""}>
        <States query={parsed} what="parsed data">
          <VirtualLines
            label="Parsed data"
            count={rows.length}
            at={at}
            onPick={(index) => {
              const position = parsePosition(rows[index]?.written ?? "");
              if (position) cursor.goTo(rows[index]?.written ?? "");
            }}
            render={(index) => <ParsedLine row={rows[index]} isMasked={masked} />}
          />
        </States>
      </Card>
      <Card fill title="Schematized" note={schematized.data?.text ? formatPlural(lines.length, "line") : ""}>
        <States query={schematized} what="schematized data">
          {schematized.data?.error ? (
            <Box sx={{ p: 3, color: token.warn }}>
              The store could not schematize the message: {schematized.data.error}
            </Box>
          ) : null}
          {schematized.data?.text ? (
            <VirtualLines
              label="Schematized data"
              count={lines.length}
              at={-1}
              render={(index) => <SchematizedLine text={lines[index] ?? ""} isMasked={masked} />}
            />
          ) : (
            <Box sx={{ p: 3, color: token.dim }}>
              The store has no schema for this message. A schema in the store&apos;s parser configuration brings this
              view.
            </Box>
          )}
        </States>
      </Card>
    </Box>
  );
}

interface StatesProps {
  readonly query: {
    readonly isPending: boolean;
    readonly isError: boolean;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  readonly what: string;
  readonly children: ReactNode;
}

function States({ query, what, children }: StatesProps) {
  if (query.isPending) return <LoadingLines what={what} />;
  if (query.isError) return <QueryProblem error={query.error} onRetry={() => void query.refetch()} />;
  return children;
}

function ParsedLine({ row, isMasked }: { readonly row: ParsedRow | undefined; readonly isMasked: boolean }) {
  if (!row) return null;
  const isHidden = isMasked && row.isIdentifying;
  return (
    <>
      <span className="key">{`${row.segment} ${row.key}`}</span>{" "}
      <span className={row.isIdentifying ? "phi" : ""}>
        {isHidden ? MASKED_TEXT : visibleText(row.value.slice(0, 300))}
      </span>
    </>
  );
}

/** Which values of a schema's JSON identify is not known, so the mask covers all of them. */
function SchematizedLine({ text, isMasked }: { readonly text: string; readonly isMasked: boolean }) {
  const [, indent = "", key = "", value = ""] = /^(\s*)("[^"]*": )?(.*)$/.exec(text) ?? [];
  const isValue = value.startsWith('"');
  return (
    <>
      {indent}
      <span className="key">{key}</span>
      <span className={isValue ? "str" : ""}>
        {isMasked && isValue ? MASKED_TEXT : visibleText(value.slice(0, 300))}
      </span>
    </>
  );
}

const COLUMNS = {
  flex: 1,
  minHeight: 0,
  display: "grid",
  gap: 3,
  p: 3,
  gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "repeat(3, minmax(0, 1fr))" },
  gridTemplateRows: { xs: "repeat(3, minmax(240px, 1fr))", md: "minmax(0, 1fr)" },
  overflow: "auto",
  "& > section": { minHeight: 0 },
} as const;
