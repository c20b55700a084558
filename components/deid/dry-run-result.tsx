"use client";

import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import { useMemo, useState } from "react";
import { formatPlural } from "#components/ui/quantity.ts";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";
import type { DeidFinding } from "#lib/contract/console/deid-runs.ts";
import { leafChanges, type SamplePair } from "#lib/deid/sample-pairs.ts";
import type { StoreSample } from "#lib/queries/deid-dry-run.ts";
import type { ShownItem } from "#lib/queries/deid-sample.ts";
import { idOf } from "./deid-scope.ts";
import { DicomPair } from "./dicom-pair.tsx";
import { FhirPair } from "./fhir-pair.tsx";
import type { RenderJson } from "./render-json.ts";

export interface DryRunResultProps {
  readonly sample: StoreSample;
  readonly configText: string;
  readonly renderJson: RenderJson;
}

interface Chosen {
  readonly pair: number;
  readonly finding: DeidFinding | undefined;
}

/** A sample before and after, item by item, and what of the source is left in it, each linked to its place. */
export function DryRunResult({ sample, configText, renderJson }: DryRunResultProps) {
  const [chosen, choose] = useState<Chosen>({ pair: 0, finding: undefined });
  const pair = sample.pairs[chosen.pair];
  const open = (finding: DeidFinding) =>
    choose({ pair: sample.pairs.findIndex(({ after }) => after?.place === finding.resource), finding });
  return (
    <Box component="section" aria-label={`Dry run of ${idOf(sample.store)}`} sx={FRAME}>
      <Box sx={{ px: 3, py: 2, borderBottom: `1px solid ${token.line}` }}>
        <strong>{idOf(sample.store)}</strong>: <Verdict sample={sample} />
      </Box>
      {sample.findings.length > 0 ? <Survivors sample={sample} onOpen={open} /> : null}
      <Box sx={COLUMNS}>
        <Box component="ul" aria-label="Items of the sample" sx={LIST}>
          {sample.pairs.map((each, index) => (
            <li key={each.before.place}>
              <ButtonBase
                onClick={() => choose({ pair: index, finding: undefined })}
                aria-current={index === chosen.pair}
                sx={ITEM}
              >
                <PairLine pair={each} sample={sample} />
              </ButtonBase>
            </li>
          ))}
        </Box>
        {pair ? (
          <Pair
            key={`${pair.before.place} ${chosen.finding?.kind} ${chosen.finding?.path}`}
            {...{ sample, pair, configText, renderJson }}
            focus={chosen.finding?.path}
          />
        ) : (
          <Box sx={{ p: 3 }}>There is nothing to try on.</Box>
        )}
      </Box>
    </Box>
  );
}

interface PairProps extends DryRunResultProps {
  readonly pair: SamplePair<ShownItem>;
  readonly focus: string | undefined;
}

function Pair({ sample, pair, focus, configText, renderJson }: PairProps) {
  const findings = useMemo(
    () => sample.findings.filter(({ resource }) => resource === pair.after?.place),
    [sample, pair],
  );
  const common = { pair, findings, focus };
  return sample.kind === "dicomStores" ? (
    <DicomPair {...common} />
  ) : (
    <FhirPair {...common} store={sample.store} configText={configText} renderJson={renderJson} />
  );
}

/** What the scan found in what came out; a click opens the item at the place. */
function Survivors({
  sample,
  onOpen,
}: {
  readonly sample: StoreSample;
  readonly onOpen: (finding: DeidFinding) => void;
}) {
  return (
    <Box component="ul" aria-label="What survived" sx={SURVIVORS}>
      {sample.findings.map((finding) => {
        const { kind, certainty, resource, path } = finding;
        const isCertain = certainty === "certain";
        return (
          <li key={`${kind} ${resource} ${path}`}>
            <ButtonBase onClick={() => onOpen(finding)} sx={SURVIVOR}>
              <Box component="span" sx={{ color: isCertain ? token.err : token.warn, fontWeight: 600 }}>
                {isCertain ? `✕ ${kind}` : `△ perhaps a ${kind}`}
              </Box>
              <span>{sample.pairs.find(({ after }) => after?.place === resource)?.before.name ?? idOf(resource)}</span>
              <Box component="span" sx={{ ...monoText, color: token.dim }}>
                {path}
              </Box>
            </ButtonBase>
          </li>
        );
      })}
    </Box>
  );
}

function Verdict({ sample: { result } }: { readonly sample: StoreSample }) {
  const lost = result.items - result.cameOut;
  return (
    <output>
      {formatPlural(result.cameOut, "item")} came out
      {lost > 0 ? (
        <Box component="span" sx={{ color: token.err }}>
          , {lost} did not
        </Box>
      ) : null}
      {result.certain > 0 ? (
        <Box component="span" sx={{ color: token.err, fontWeight: 600 }}>
          ; ✕ {formatPlural(result.certain, "identifier")} survived
        </Box>
      ) : (
        <Box component="span" sx={{ color: token.ok, fontWeight: 600 }}>
          ; ✓ no known identifier survived
        </Box>
      )}
      {result.possible > 0 ? (
        <Box component="span" sx={{ color: token.warn }}>
          ; △ {formatPlural(result.possible, "word")} to look at
        </Box>
      ) : null}
      {result.unreadable > 0 ? (
        <Box
          component="span"
          sx={{ color: token.warn }}
        >{`; ${formatPlural(result.unreadable, "attachment or picture")} not read`}</Box>
      ) : null}
    </output>
  );
}

function PairLine({ pair, sample }: { readonly pair: SamplePair<ShownItem>; readonly sample: StoreSample }) {
  const changes = useMemo(() => (pair.after ? leafChanges(pair.before.leaves, pair.after.leaves).length : 0), [pair]);
  const survived = sample.findings.filter(({ resource }) => resource === pair.after?.place).length;
  const title =
    sample.kind === "fhirStores" ? pair.before.group : (pair.before.leaves.get("00080060 Modality") ?? "Instance");
  return (
    <>
      <span>{title}</span>
      <Box component="span" sx={{ color: survived > 0 ? token.err : token.dim, fontSize: 12 }}>
        {pair.after ? formatPlural(changes, "change") : "did not come out"}
        {survived > 0 ? `, ${survived} left` : ""}
      </Box>
    </>
  );
}

const FRAME = { border: `1px solid ${token.line}`, borderRadius: "8px", overflow: "hidden" } as const;
const COLUMNS = {
  display: "grid",
  gridTemplateColumns: "minmax(150px, 200px) minmax(0, 1fr)",
  gridTemplateRows: "minmax(0, 1fr)",
  height: 560,
} as const;
const LIST = { m: 0, p: 0, listStyle: "none", overflow: "auto", borderRight: `1px solid ${token.line}` } as const;
const ITEM = {
  width: "100%",
  font: "inherit",
  px: 3,
  py: "5px",
  display: "flex",
  flexDirection: "column",
  alignItems: "flex-start",
  "&:hover": { bgcolor: token.hover },
  '&[aria-current="true"]': { bgcolor: token.sel },
} as const;
const SURVIVORS = {
  m: 0,
  p: 0,
  listStyle: "none",
  maxHeight: 180,
  overflow: "auto",
  borderBottom: `1px solid ${token.line}`,
} as const;
const SURVIVOR = {
  width: "100%",
  font: "inherit",
  px: 3,
  py: "3px",
  gap: 3,
  justifyContent: "flex-start",
  textAlign: "left",
  "&:hover": { bgcolor: token.hover },
} as const;
