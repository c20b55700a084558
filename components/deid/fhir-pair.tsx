"use client";

import Box from "@mui/material/Box";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import type { DeidFinding } from "#lib/contract/console/deid-runs.ts";
import type { SamplePair } from "#lib/deid/sample-pairs.ts";
import { annotateDeidentification } from "#lib/fhir/annotate-deidentification.ts";
import type { Annotation } from "#lib/fhir/annotation.ts";
import type { DefinitionData } from "#lib/fhir/definitions.ts";
import { formatPointer, type JsonPath } from "#lib/fhir/json-path.ts";
import { parseJson, type JsonObject } from "#lib/fhir/lossless-json.ts";
import { fhirDefinitionQueries } from "#lib/queries/fhir-definitions.ts";
import type { ShownItem } from "#lib/queries/deid-sample.ts";
import { fhirReasons } from "./fhir-reasons.ts";
import type { RenderJson } from "./render-json.ts";

export interface FhirPairProps {
  readonly pair: SamplePair<ShownItem>;
  readonly store: string;
  readonly configText: string;
  /** What survived in this item. */
  readonly findings: readonly DeidFinding[];
  /** Path of the finding to stand at. */
  readonly focus: string | undefined;
  readonly renderJson: RenderJson;
}

type Side = "before" | "after";

/** A resource before and after in the annotation viewer: what changed, by which rule, of which Safe Harbor class. */
export function FhirPair(props: FhirPairProps) {
  const { group } = props.pair.before;
  const definitions = useQuery(fhirDefinitionQueries.ofType(group));
  if (!props.pair.after) return <Box sx={{ p: 3, color: token.err }}>The API made no copy of this item.</Box>;
  if (definitions.isError) return <QueryProblem error={definitions.error} onRetry={() => void definitions.refetch()} />;
  if (!definitions.data) return <LoadingLines what={`the definition of ${group}`} lines={8} />;
  return <Sides {...props} after={props.pair.after} definitions={definitions.data} />;
}

interface SidesProps extends FhirPairProps {
  readonly after: ShownItem;
  readonly definitions: DefinitionData;
}

function Sides({ pair, after, definitions, configText, findings, focus, store, renderJson }: SidesProps) {
  const [side, setSide] = useState<Side>(focus === undefined ? "before" : "after");
  const texts = { before: textOf(pair.before), after: textOf(after) };
  const extras = useMemo(() => {
    const source = parseJson(texts.before);
    const reasonOf = fhirReasons(source as JsonObject, pair.before.group, { configText, definitions });
    const deeds = annotateDeidentification({ before: source, after: parseJson(texts.after), reasonOf }, side);
    return side === "before" ? deeds : [...findings.map(survivor), ...deeds];
  }, [texts.before, texts.after, pair, configText, definitions, findings, side]);
  return (
    <Box sx={{ display: "flex", flexDirection: "column", minHeight: 0, minWidth: 0, p: 2, gap: 2 }}>
      <Box key={side} sx={{ flex: 1, minHeight: 0 }}>
        {renderJson({
          text: texts[side],
          label: `${pair.before.group} ${side} de-identification`,
          title: <SideChoice side={side} onSide={setSide} />,
          store,
          extras,
          pointer: side === "after" && focus !== undefined ? formatPointer(pathOf(focus)) : "",
        })}
      </Box>
    </Box>
  );
}

function SideChoice({ side, onSide }: { readonly side: Side; readonly onSide: (side: Side) => void }) {
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      aria-label="Side"
      value={side}
      onChange={(_, next: Side | null) => next && onSide(next)}
    >
      <ToggleButton value="before" sx={{ py: 0, px: 3 }}>
        Before
      </ToggleButton>
      <ToggleButton value="after" sx={{ py: 0, px: 3 }}>
        After
      </ToggleButton>
    </ToggleButtonGroup>
  );
}

function survivor({ kind, certainty, path }: DeidFinding, at: number): Annotation {
  const isCertain = certainty === "certain";
  return {
    id: `deidentification:survivor:${at}`,
    layer: "deidentification",
    path: pathOf(path),
    title: isCertain ? `Survived: ${kind}` : `Perhaps a ${kind}`,
    text: isCertain
      ? "This is known of a patient of the source and still stands here."
      : "A word that is also a patient's name: a person has to look.",
    facts: [],
    severity: "warning",
  };
}

/** `name[0].family` as the scan spells it. */
function pathOf(place: string): JsonPath {
  return [...place.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, at]) => name ?? Number(at));
}

function textOf({ document }: ShownItem): string {
  return JSON.stringify(document, undefined, 2);
}
