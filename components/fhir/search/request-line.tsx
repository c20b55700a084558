"use client";

import Box from "@mui/material/Box";
import { CopyAs } from "#components/ui/copy-as.tsx";
import { monoText } from "#components/ui/theme.ts";
import { token } from "#components/ui/tokens.ts";

export interface RequestLineProps {
  /** `/v1/…` with its query, as the API receives it. */
  readonly path: string;
}

/** The exact request behind the results. */
export function RequestLine({ path }: RequestLineProps) {
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
      <CopyAs request={{ method: "POST", path }} />
    </Box>
  );
}

/** For reading: escapes that stand for plain characters undone. */
function decodePath(path: string): string {
  return path.replace(/%(3A|2F|7C|2C|20|5B|5D)/gi, (code) => decodeURIComponent(code)).replaceAll("+", " ");
}
