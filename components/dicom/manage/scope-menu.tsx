"use client";

import MoreVertIcon from "@mui/icons-material/MoreVert";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import dynamic from "next/dynamic";
import { useState } from "react";
import { GuardedMenuItem } from "#components/ui/guarded-menu-item.tsx";
import { token } from "#components/ui/tokens.ts";
import { useCopy } from "#components/ui/use-copy.ts";
import type { ImageScope } from "#lib/queries/dicom-deletion.ts";
import { startDownload } from "./download-run.ts";

// The window comes with its code when it is opened.
const DeleteDialog = dynamic(() => import("./delete-dialog.tsx").then((file) => file.DeleteDialog), { ssr: false });

export interface ScopeMenuProps {
  readonly scope: ImageScope;
  /** Of the button: "More for CT Head". */
  readonly label: string;
  readonly onDeleted?: () => void;
  /** Where the button stands and how it looks. */
  readonly sx?: Readonly<Record<string, unknown>>;
}

/** What can be done with a study or series as a whole: take it home, copy its UID, delete it. */
export function ScopeMenu({ scope, label, onDeleted, sx }: ScopeMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>();
  const [isDeleting, setDeleting] = useState(false);
  const { outcome, copy } = useCopy();
  const what = "series" in scope ? "series" : "study";
  const close = () => setAnchor(undefined);
  const acting = (act: () => void) => () => {
    close();
    act();
  };
  return (
    // Clicks in the menu are none on the row that it belongs to.
    <Box component="span" onClick={(event) => event.stopPropagation()}>
      <IconButton
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ p: "3px", ...sx }}
      >
        <MoreVertIcon sx={{ fontSize: 18 }} />
      </IconButton>
      {anchor ? (
        <Menu open anchorEl={anchor} onClose={close} slotProps={{ list: { "aria-label": label } }}>
          <MenuItem onClick={acting(() => startDownload(scope))}>Download as .zip</MenuItem>
          <MenuItem onClick={() => copy("series" in scope ? scope.series : scope.study)}>
            {COPY_WORDS[outcome](what === "series" ? "Series" : "Study")}
          </MenuItem>
          <GuardedMenuItem
            permission="healthcare.dicomStores.dicomWebDelete"
            resource={scope.store}
            onAct={acting(() => setDeleting(true))}
            sx={{ color: token.err }}
          >
            Delete {what}…
          </GuardedMenuItem>
        </Menu>
      ) : null}
      {isDeleting ? (
        <DeleteDialog scope={scope} onClose={() => setDeleting(false)} {...(onDeleted ? { onDeleted } : {})} />
      ) : null}
    </Box>
  );
}

/** The menu stays open, and says how it went. */
const COPY_WORDS: Readonly<Record<ReturnType<typeof useCopy>["outcome"], (level: string) => string>> = {
  idle: (level) => `Copy ${level} Instance UID`,
  copied: (level) => `${level} Instance UID copied`,
  refused: () => "The browser refused to copy",
};
