"use client";

import ButtonBase from "@mui/material/ButtonBase";
import Tooltip from "@mui/material/Tooltip";
import dynamic from "next/dynamic";
import { useState } from "react";
import { token } from "#components/ui/tokens.ts";
import type { ConsoleSession } from "#lib/contract/console/session.ts";
import { roleTitles } from "./role-titles.ts";

// The menu comes with its code when it is opened.
const PersonMenuList = dynamic(() => import("./person-menu-list.tsx").then((file) => file.PersonMenuList), {
  ssr: false,
});

export interface PersonMenuProps {
  readonly session: ConsoleSession;
  readonly onHelp: () => void;
}

/** Who is signed in, with which role, against which API. */
export function PersonMenu({ session, onHelp }: PersonMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>();
  const { user } = session;
  const roles = roleTitles(user.roles);
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
      {anchor ? (
        <PersonMenuList anchor={anchor} session={session} onHelp={onHelp} onClose={() => setAnchor(undefined)} />
      ) : null}
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
