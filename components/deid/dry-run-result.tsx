"use client";

import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import { useMemo, useState } from "react";
import { formatPlural } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import { leafChanges, type SamplePair } from "#lib/deid/sample-pairs.ts";
import type { StoreSample } from "#lib/queries/deid-dry-run.ts";
import { idOf } from "./deid-scope.ts";
import { PairTable } from "./pair-table.tsx";

/** A sample before and after, item by item, and what of the source is left in it. */
export function DryRunResult({ sample }: { readonly sample: StoreSample }) {
  const [chosen, setChosen] = useState(0);
  const pair = sample.pairs[chosen];
  return (
    <Box component="section" aria-label={`Dry run of ${idOf(sample.store)}`} sx={FRAME}>
      <Box sx={{ px: 3, py: 2, borderBottom: `1px solid ${token.line}` }}>
        <strong>{idOf(sample.store)}</strong>: <Verdict sample={sample} />
      </Box>
      <Box sx={COLUMNS}>
        <Box component="ul" aria-label="Items of the sample" sx={LIST}>
          {sample.pairs.map((each, index) => (
            <li key={each.before.name}>
              <ButtonBase onClick={() => setChosen(index)} aria-current={index === chosen} sx={ITEM}>
                <PairLine pair={each} sample={sample} />
              </ButtonBase>
            </li>
          ))}
        </Box>
        {pair ? (
          <PairTable key={pair.before.name} pair={pair} sample={sample} />
        ) : (
          <Box sx={{ p: 3 }}>There is nothing to try on.</Box>
        )}
      </Box>
    </Box>
  );
}

function Verdict({ sample: { pairs, scan } }: { readonly sample: StoreSample }) {
  const lost = pairs.filter(({ after }) => !after).length;
  return (
    <output>
      {formatPlural(pairs.length - lost, "item")} came out
      {lost > 0 ? (
        <Box component="span" sx={{ color: token.err }}>
          , {lost} did not
        </Box>
      ) : null}
      {scan.certain > 0 ? (
        <Box component="span" sx={{ color: token.err, fontWeight: 600 }}>
          ; ✕ {formatPlural(scan.certain, "identifier")} survived
        </Box>
      ) : (
        <Box component="span" sx={{ color: token.ok, fontWeight: 600 }}>
          ; ✓ no known identifier survived
        </Box>
      )}
      {scan.possible > 0 ? (
        <Box component="span" sx={{ color: token.warn }}>
          ; △ {formatPlural(scan.possible, "word")} to look at
        </Box>
      ) : null}
      {scan.unreadable > 0 ? (
        <Box
          component="span"
          sx={{ color: token.warn }}
        >{`; ${formatPlural(scan.unreadable, "attachment")} not read`}</Box>
      ) : null}
    </output>
  );
}

function PairLine({ pair, sample }: { readonly pair: SamplePair; readonly sample: StoreSample }) {
  const changes = useMemo(() => (pair.after ? leafChanges(pair.before.leaves, pair.after.leaves).length : 0), [pair]);
  const survived = sample.scan.findings.filter(({ resource }) => resource === pair.after?.name).length;
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
  gridTemplateColumns: "minmax(150px, 220px) minmax(0, 1fr)",
  maxHeight: 520,
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
