"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { formatPlural } from "#components/ui/quantity.ts";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import { patchOf } from "#lib/fhir/diff-patch.ts";
import { isBookkeeping } from "#lib/fhir/semantic-diff.ts";
import type { ResourceViewControl } from "../resource-view.ts";
import { ChangeList } from "./change-list.tsx";
import { SideBySide } from "./side-by-side.tsx";
import type { Comparison, ComparisonState } from "./use-comparison.ts";

export interface DifferencesProps {
  /** Resource type of both. */
  readonly type: string;
  readonly compared: ComparisonState;
  readonly control: ResourceViewControl;
}

/** What differs between two versions or two resources, in one column or side by side. */
export function Differences({ type, compared, control }: DifferencesProps) {
  const isSide = control.view.diff === "side";
  if (compared.state === "failed") return <QueryProblem error={compared.error} onRetry={compared.retry} />;
  return (
    <Card
      title="Differences"
      fill
      note={compared.state === "compared" ? countText(compared.comparison) : undefined}
      actions={
        <>
          <Box role="group" aria-label="How to show the differences" sx={{ display: "flex", gap: 1 }}>
            <Button
              aria-pressed={!isSide}
              variant={isSide ? "text" : "outlined"}
              onClick={() => control.setDiff("inline")}
            >
              Inline
            </Button>
            <Button
              aria-pressed={isSide}
              variant={isSide ? "outlined" : "text"}
              onClick={() => control.setDiff("side")}
            >
              Side by side
            </Button>
          </Box>
          {compared.state === "compared" ? <CopyPatch comparison={compared.comparison} /> : null}
        </>
      }
    >
      {compared.state === "pending" ? <LoadingLines what="both" /> : null}
      {compared.state === "compared" ? (
        <Box sx={{ height: "100%", display: "flex", flexDirection: "column" }}>
          {isSide ? (
            <SideBySide comparison={compared.comparison} />
          ) : (
            <Inline type={type} comparison={compared.comparison} />
          )}
        </Box>
      ) : null}
    </Card>
  );
}

function countText({ changes }: Comparison): string {
  return formatPlural(changes.filter((change) => !isBookkeeping(change)).length, "change");
}

/** What the server writes with every version is left out until somebody wants to see it. */
function Inline({ type, comparison }: { readonly type: string; readonly comparison: Comparison }) {
  const [isAll, setAll] = useState(false);
  const own = comparison.changes.filter((change) => !isBookkeeping(change));
  const hidden = comparison.changes.length - own.length;
  return (
    <>
      <ChangeList type={type} comparison={comparison} changes={isAll ? comparison.changes : own} />
      {hidden > 0 ? (
        <Box sx={{ px: 3, py: 1, borderTop: `1px solid ${token.line}`, color: token.dim, fontSize: 12 }}>
          <Button variant="text" onClick={() => setAll(!isAll)} aria-pressed={isAll}>
            {isAll ? "Hide" : "Show"} version and time of the server ({hidden})
          </Button>
        </Box>
      ) : null}
    </>
  );
}

function CopyPatch({ comparison }: { readonly comparison: Comparison }) {
  const { masked } = useIdentityMask();
  if (masked) return null;
  return <CopyButton text={JSON.stringify(patchOf(comparison.diff), null, 2)} what="JSON Patch" />;
}
