"use client";

import Box from "@mui/material/Box";
import Divider from "@mui/material/Divider";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useState } from "react";
import { token } from "#components/ui/tokens.ts";
import type { ConsoleSession } from "#lib/contract/console/session.ts";
import { roleTitles } from "./role-titles.ts";
import { signOut } from "./sign-out.ts";

const MODE_TITLES: Readonly<Record<ConsoleSession["api"]["mode"], string>> = {
  emulator: "Local emulator",
  user: "Google Cloud, as yourself",
  "service-account": "Google Cloud, by service account",
};

export interface PersonMenuListProps {
  readonly anchor: HTMLElement;
  readonly session: ConsoleSession;
  readonly onHelp: () => void;
  readonly onClose: () => void;
}

/** The open menu of the person. */
export function PersonMenuList({ anchor, session, onHelp, onClose }: PersonMenuListProps) {
  const [hasFailed, setHasFailed] = useState(false);
  const { user, api } = session;
  return (
    <Menu open anchorEl={anchor} onClose={onClose}>
      <Box component="li" role="none" sx={{ px: 3, py: 1, minWidth: 240 }}>
        <Box sx={{ fontWeight: 600 }}>{user.name}</Box>
        <Box sx={{ color: token.dim }}>{roleTitles(user.roles)}</Box>
        <Box sx={{ color: token.dim, fontSize: 12, mt: 1 }}>
          {MODE_TITLES[api.mode]} · {new URL(api.baseUrl).host}
        </Box>
      </Box>
      <Divider component="li" role="none" />
      <MenuItem
        onClick={() => {
          onClose();
          onHelp();
        }}
      >
        Keyboard and help
      </MenuItem>
      <MenuItem onClick={() => void signOut().then((hasEnded) => setHasFailed(!hasEnded))}>
        {hasFailed ? "Sign out: not ended yet, try again" : "Sign out"}
      </MenuItem>
    </Menu>
  );
}
