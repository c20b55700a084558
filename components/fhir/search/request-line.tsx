"use client";

import Box from "@mui/material/Box";
import { CopyAs } from "#components/ui/copy-as.tsx";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";
import { searchAsBundle } from "#lib/fhir/results-export.ts";

export interface RequestLineProps {
  /** `/v1/…` with its query, as the API receives it. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly isStrict: boolean;
  readonly onStrict: (isStrict: boolean) => void;
}

/** The exact request behind the results. */
export function RequestLine({ path, headers, isStrict, onStrict }: RequestLineProps) {
  return (
    <Box sx={{ display: "flex", alignItems: "center", gap: 2, minWidth: 0, flexShrink: 0 }}>
      <Box
        sx={{
          ...monoText,
          fontSize: 12,
          color: token.dim,
          flex: 1,
          minWidth: 0,
          overflow: "hidden",
          textOverflow: "ellipsis",
          whiteSpace: "nowrap",
        }}
        title={decodePath(path)}
      >
        <Box component="span" sx={{ color: token.accent, fontWeight: 600 }}>
          POST
        </Box>{" "}
        {decodePath(path).replace(/^.*\/fhirStores\//, "…/")}
      </Box>
      <Box
        component="label"
        title="Prefer: handling=strict. The server refuses parameters that it would otherwise ignore."
        sx={{ display: "flex", gap: 1, alignItems: "center", fontSize: 12, color: token.dim, whiteSpace: "nowrap" }}
      >
        <input type="checkbox" checked={isStrict} onChange={(event) => onStrict(event.target.checked)} />
        Strict
      </Box>
      <CopyAs request={{ method: "POST", path, headers }} bundle={() => searchAsBundle(path)} />
    </Box>
  );
}

/** For reading: escapes that stand for plain characters undone. */
function decodePath(path: string): string {
  return path.replace(/%(3A|2F|7C|2C|20|5B|5D)/gi, (code) => decodeURIComponent(code)).replaceAll("+", " ");
}
