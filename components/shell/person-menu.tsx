"use client";

import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import Divider from "@mui/material/Divider";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import Tooltip from "@mui/material/Tooltip";
import { useState } from "react";
import { token } from "#components/ui/tokens.ts";
import type { ConsoleSession } from "#lib/contract/console/session.ts";
import { signOut } from "./sign-out.ts";

const ROLE_TITLES: Readonly<Record<ConsoleSession["user"]["roles"][number], string>> = {
  steward: "Clinical data steward",
  imaging: "Imaging team",
  admin: "Administrator",
};

const MODE_TITLES: Readonly<Record<ConsoleSession["api"]["mode"], string>> = {
  emulator: "Local emulator",
  user: "Google Cloud, as yourself",
  "service-account": "Google Cloud, by service account",
};

export interface PersonMenuProps {
  readonly session: ConsoleSession;
  readonly onHelp: () => void;
}

/** Who is signed in, with which role, against which API. */
export function PersonMenu({ session, onHelp }: PersonMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>();
  const [hasFailed, setHasFailed] = useState(false);
  const { user, api } = session;
  const roles = user.roles.map((role) => ROLE_TITLES[role]).join(", ");
  return (
    <>
      <Tooltip title={user.name}>
        <ButtonBase
          aria-label={`${initials(user.name)}: signed in as ${user.name}, ${roles}`}
          aria-haspopup="menu"
          aria-expanded={anchor !== undefined}
          onClick={(event) => setAnchor(event.currentTarget)}
          sx={AVATAR}
        >
          {initials(user.name)}
        </ButtonBase>
      </Tooltip>
      <Menu open={anchor !== undefined} anchorEl={anchor ?? null} onClose={() => setAnchor(undefined)}>
        <Box component="li" role="none" sx={{ px: 3, py: 1, minWidth: 240 }}>
          <Box sx={{ fontWeight: 600 }}>{user.name}</Box>
          <Box sx={{ color: token.dim }}>{roles}</Box>
          <Box sx={{ color: token.dim, fontSize: 12, mt: 1 }}>
            {MODE_TITLES[api.mode]} · {new URL(api.baseUrl).host}
          </Box>
        </Box>
        <Divider component="li" role="none" />
        <MenuItem
          onClick={() => {
            setAnchor(undefined);
            onHelp();
          }}
        >
          Keyboard and help
        </MenuItem>
        <MenuItem onClick={() => void signOut().then((hasEnded) => setHasFailed(!hasEnded))}>
          {hasFailed ? "Sign out: not ended yet, try again" : "Sign out"}
        </MenuItem>
      </Menu>
    </>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words.at(0), words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.charAt(0) ?? "")
    .join("")
    .toUpperCase();
}

const AVATAR = {
  width: 28,
  height: 28,
  borderRadius: "50%",
  bgcolor: token.accentSoft,
  color: token.accent,
  fontFamily: "inherit",
  fontWeight: 600,
  fontSize: 11,
  flexShrink: 0,
} as const;
