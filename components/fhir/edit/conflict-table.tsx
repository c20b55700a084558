"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import Radio from "@mui/material/Radio";
import { useMemo, useState } from "react";
import { MONO, token } from "#components/ui/tokens.ts";
import { fhirPathOf } from "#lib/fhir/json-path.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import { mergeThreeWays, pathKey, type MaybeValue, type MergeConflict } from "#lib/fhir/three-way-merge.ts";

type Side = "mine" | "theirs";

export interface ConflictTableProps {
  readonly base: JsonObject;
  readonly mine: JsonObject;
  readonly theirs: JsonObject;
  readonly onDecided: (merged: JsonObject) => void;
  readonly onClose: () => void;
}

/** A three-way merge by path: what only one side touched is taken over, and a person decides the rest. */
export function ConflictTable({ base, mine, theirs, onDecided, onClose }: ConflictTableProps) {
  const [choices, setChoices] = useState<ReadonlyMap<string, Side>>(new Map());
  const merge = useMemo(() => mergeThreeWays({ base, mine, theirs }, choices), [base, mine, theirs, choices]);
  const type = String(mine["resourceType"] ?? "Resource");
  const open = merge.conflicts.filter(({ path }) => !choices.has(pathKey(path))).length;
  return (
    <>
      <DialogContent sx={{ display: "flex", flexDirection: "column", gap: 3 }}>
        <Box>
          Since you began, another version was saved. Nothing of yours is lost: {merge.changes.length}{" "}
          {merge.changes.length === 1 ? "change" : "changes"} of either side fit together
          {merge.conflicts.length === 0 ? "." : `, and ${merge.conflicts.length} must be decided.`}
        </Box>
        {merge.conflicts.length > 0 ? (
          <Box sx={{ overflow: "auto" }}>
            <Box component="table" aria-label="Places that both changed" sx={TABLE}>
              <thead>
                <tr>
                  <th scope="col">Place</th>
                  <th scope="col">Before</th>
                  <th scope="col">Mine</th>
                  <th scope="col">Theirs</th>
                </tr>
              </thead>
              <tbody>
                {merge.conflicts.map((conflict) => (
                  <ConflictRow
                    key={pathKey(conflict.path)}
                    place={fhirPathOf(type, conflict.path)}
                    conflict={conflict}
                    choice={choices.get(pathKey(conflict.path))}
                    onChoice={(side) => setChoices(new Map([...choices, [pathKey(conflict.path), side]]))}
                  />
                ))}
              </tbody>
            </Box>
          </Box>
        ) : null}
        <Box component="ul" aria-label="Changes taken over" sx={{ m: 0, pl: 5, color: token.dim }}>
          {merge.changes.map(({ path, side }) => (
            <li key={pathKey(path)}>
              <code>{fhirPathOf(type, path)}</code> {SIDES[side]}
            </li>
          ))}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Back to editing</Button>
        <Button variant="contained" color="primary" disabled={open > 0} onClick={() => onDecided(merge.merged)}>
          {open > 0 ? `${open} to decide` : "Use this merge"}
        </Button>
      </DialogActions>
    </>
  );
}

const SIDES = { mine: "changed by you", theirs: "changed by the other", both: "changed alike by both" } as const;

interface ConflictRowProps {
  readonly place: string;
  readonly conflict: MergeConflict;
  readonly choice: Side | undefined;
  readonly onChoice: (side: Side) => void;
}

function ConflictRow({ place, conflict, choice, onChoice }: ConflictRowProps) {
  return (
    <tr>
      <Box component="th" scope="row" sx={{ fontFamily: MONO, fontWeight: 400 }}>
        {place}
      </Box>
      <td>{spell(conflict.base)}</td>
      {(["mine", "theirs"] as const).map((side) => (
        <Box component="td" key={side} sx={choice === side ? { bgcolor: token.sel } : undefined}>
          <Box component="label" sx={{ display: "flex", gap: 1, alignItems: "flex-start", cursor: "pointer" }}>
            <Radio
              size="small"
              name={place}
              checked={choice === side}
              onChange={() => onChoice(side)}
              slotProps={{ input: { "aria-label": `${side === "mine" ? "Mine" : "Theirs"} at ${place}` } }}
              sx={{ p: "2px" }}
            />
            <span>{spell(conflict[side])}</span>
          </Box>
        </Box>
      ))}
    </tr>
  );
}

function spell(value: MaybeValue): string {
  return value === undefined ? "(nothing)" : JSON.stringify(value, undefined, 1);
}

const TABLE = {
  width: "100%",
  borderCollapse: "collapse",
  "& th, & td": { textAlign: "left", verticalAlign: "top", px: 2, py: "6px", borderBottom: `1px solid ${token.line}` },
  "& td": { fontFamily: MONO, fontSize: 12, overflowWrap: "anywhere", whiteSpace: "pre-wrap" },
  "& thead th": { color: token.dim, fontSize: 12, fontWeight: 600 },
} as const;
