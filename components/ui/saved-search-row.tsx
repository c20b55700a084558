"use client";

import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import EditIcon from "@mui/icons-material/EditOutlined";
import GroupIcon from "@mui/icons-material/GroupOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import { useState } from "react";
import type { SavedSearch, SearchLabel } from "#lib/contract/console/searches.ts";
import { formatAgo, formatMoment } from "./moment.ts";
import { formatCount } from "./quantity.ts";
import { SavedSearchForm } from "./saved-search-form.tsx";
import { MONO, token } from "./tokens.ts";
import { useNow } from "./use-now.ts";

export interface SavedSearchRowProps {
  readonly search: SavedSearch;
  readonly text: string;
  readonly isCurrent: boolean;
  readonly isEdited: boolean;
  readonly onOpen: () => void;
  readonly onEdit: () => void;
  readonly onLabel: (label: SearchLabel) => Promise<void>;
  readonly onForget: () => Promise<void>;
}

/** One kept search: what it asks, what it found last, and what its owner may do with it. */
export function SavedSearchRow(props: SavedSearchRowProps) {
  const { search, text } = props;
  const [isForgetting, setForgetting] = useState(false);
  const called = search.name === "" ? "this search" : search.name;
  return (
    <Box component="li" sx={{ px: 2 }}>
      <Box sx={ROW} data-current={props.isCurrent || undefined}>
        <Box component="button" type="button" onClick={props.onOpen} sx={OPEN} title={text}>
          {search.name === "" ? null : <Box sx={{ fontWeight: 600 }}>{search.name}</Box>}
          <Box sx={QUERY}>{text}</Box>
          <LastRun search={search} />
        </Box>
        {search.isOwn ? (
          <>
            <IconButton
              aria-label={search.name === "" ? "Name and share this search" : `Rename or share ${called}`}
              aria-expanded={props.isEdited}
              onClick={props.onEdit}
            >
              <EditIcon sx={ICON} />
            </IconButton>
            <IconButton aria-label={`Forget ${called}`} onClick={() => setForgetting(!isForgetting)}>
              <DeleteIcon sx={ICON} />
            </IconButton>
          </>
        ) : null}
      </Box>
      {isForgetting ? (
        <Box sx={{ display: "flex", gap: 2, alignItems: "center", p: 2, fontSize: 12 }}>
          <span>Forget it? Addresses that lead to it stop working.</span>
          <Button color="error" sx={{ ml: "auto" }} onClick={() => void props.onForget()}>
            Forget
          </Button>
          <Button onClick={() => setForgetting(false)}>Keep</Button>
        </Box>
      ) : null}
      {props.isEdited ? (
        <Box sx={{ p: 2 }}>
          <SavedSearchForm
            title="Name the search"
            action="Save"
            initial={{ name: search.name, sharedWith: search.sharedWith }}
            onSave={props.onLabel}
            onCancel={props.onEdit}
          />
        </Box>
      ) : null}
    </Box>
  );
}

/** `about 1,284 results 5 minutes ago · shared with imaging by Ada`. */
function LastRun({ search }: { readonly search: SavedSearch }) {
  const now = useNow(60_000);
  const { lastCount, sharedWith } = search;
  const found = lastCount
    ? `${lastCount.isExact ? "" : "about "}${formatCount(lastCount.total)} found ${formatAgo(lastCount.at, now)}`
    : `run ${formatAgo(search.usedAt, now)}`;
  return (
    <Box
      sx={{ color: token.dim, fontSize: 12, display: "flex", gap: 1, alignItems: "center" }}
      title={formatMoment(lastCount?.at ?? search.usedAt)}
    >
      {found}
      {sharedWith.length === 0 ? null : (
        <>
          <GroupIcon sx={{ fontSize: 14, ml: 1 }} />
          {search.isOwn ? `shared with ${sharedWith.join(", ")}` : `from ${search.ownerName || "a colleague"}`}
        </>
      )}
    </Box>
  );
}

const ICON = { fontSize: 16 } as const;

const ROW = {
  display: "flex",
  alignItems: "center",
  gap: 1,
  borderRadius: "6px",
  "&:hover": { bgcolor: token.hover },
  "&[data-current]": { bgcolor: token.sel },
} as const;

const OPEN = {
  font: "inherit",
  flex: 1,
  minWidth: 0,
  px: 1,
  py: "5px",
  border: 0,
  bgcolor: "transparent",
  color: token.ink,
  textAlign: "left",
  cursor: "pointer",
} as const;

const QUERY = {
  fontFamily: MONO,
  fontSize: 12,
  overflow: "hidden",
  textOverflow: "ellipsis",
  whiteSpace: "nowrap",
} as const;
