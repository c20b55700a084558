"use client";

import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import { useMemo } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";
import type { DicomAttributes } from "#lib/dicom/attributes.ts";
import { tagText } from "#lib/dicom/header-rows.ts";
import { tagVariance, type TagVariance } from "#lib/dicom/tag-variance.ts";

export interface VarianceTableProps {
  /** All instances of the series in the order of the stack. */
  readonly instances: readonly DicomAttributes[];
  readonly index: number;
  readonly onPick: (index: number) => void;
}

/** Every attribute that is not the same along the series, the surprising ones first, each with its changes as a strip. */
export function VarianceTable({ instances, index, onPick }: VarianceTableProps) {
  const { masked } = useIdentityMask();
  const variances = useMemo(() => tagVariance(instances), [instances]);
  if (variances.length === 0)
    return (
      <EmptyState title="Nothing varies" isCompact>
        All attributes are the same in all instances of the series.
      </EmptyState>
    );
  return (
    <Box sx={{ overflow: "auto", flex: 1, minHeight: 0 }} tabIndex={0} role="region" aria-label="Attributes that vary">
      <Box component="table" aria-label="Attributes that vary along the series" sx={TABLE}>
        <thead>
          <tr>
            <th scope="col">Attribute</th>
            <th scope="col">Values</th>
            <th scope="col">Of this instance</th>
            <th scope="col">Along the series</th>
          </tr>
        </thead>
        <tbody>
          {variances.map((variance) => (
            <tr key={variance.tag}>
              <td>
                <Box component="span" sx={{ ...monoText, color: token.dim }}>
                  {tagText(variance.tag)}
                </Box>{" "}
                {variance.name}
                {variance.isExpected ? null : (
                  <Box component="span" sx={MARK}>
                    unexpected
                  </Box>
                )}
              </td>
              <td className="tabular">
                {variance.distinct}
                {variance.missing > 0 ? ` · ${variance.missing} missing` : ""}
              </td>
              <td>
                <Box component="span" sx={{ ...monoText, overflowWrap: "anywhere" }}>
                  {masked && variance.identifier ? MASKED_TEXT : textAt(variance, index)}
                </Box>
              </td>
              <td>
                <Changes variance={variance} index={index} onPick={onPick} />
              </td>
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}

function textAt({ values, texts }: TagVariance, index: number): string {
  const value = values[index] ?? -1;
  return value < 0 ? "missing" : (texts[value] ?? "");
}

interface ChangesProps {
  readonly variance: TagVariance;
  readonly index: number;
  readonly onPick: (index: number) => void;
}

/** Two tones that alternate with every change; the button goes to the next change behind the shown instance. */
function Changes({ variance: { values, name }, index, onPick }: ChangesProps) {
  const changes = values.flatMap((value, at) => (at > 0 && value !== values[at - 1] ? [at] : []));
  const next = changes.find((at) => at > index) ?? changes[0];
  const stops = changes.map((at, turn) => {
    const percent = `${(at / values.length) * 100}%`;
    const [before, after] = turn % 2 === 0 ? [token.accentSoft, token.accent] : [token.accent, token.accentSoft];
    return `${before} ${percent}, ${after} ${percent}`;
  });
  return (
    <ButtonBase
      aria-label={`Next change of ${name}`}
      disabled={next === undefined}
      onClick={() => next !== undefined && onPick(next)}
      sx={{ width: "100%", minWidth: 120, height: 14, borderRadius: "4px", bgcolor: token.accentSoft }}
      style={stops.length > 0 ? { backgroundImage: `linear-gradient(to right, ${stops.join(", ")})` } : {}}
    />
  );
}

const TABLE = {
  width: "100%",
  borderCollapse: "collapse",
  fontSize: 12.5,
  "& th": { textAlign: "left", color: token.dim, fontWeight: 600, fontSize: 12, px: 3, py: 1, whiteSpace: "nowrap" },
  "& td": { px: 3, py: "5px", borderTop: `1px solid ${token.line}`, verticalAlign: "top" },
} as const;

const MARK = { ml: 1, px: 1, borderRadius: "4px", bgcolor: token.warnSoft, color: token.warn, fontSize: 11.5 } as const;
