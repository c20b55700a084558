"use client";

import LockIcon from "@mui/icons-material/LockOutlined";
import Box from "@mui/material/Box";
import MenuItem, { type MenuItemProps } from "@mui/material/MenuItem";
import { useActBehindLock, useEnvironment } from "./environment-lock.tsx";
import { lackSentence, useCan } from "./permissions.tsx";
import { token } from "./tokens.ts";

export interface GuardedMenuItemProps extends Omit<MenuItemProps, "onClick"> {
  /** Google's name of what the act needs: `healthcare.dicomStores.dicomWebDelete`. */
  readonly permission: string;
  /** Full name of what is changed; inside locked production the item asks to unlock first, and goes on then. */
  readonly resource: string;
  readonly onAct: () => void;
}

/** A menu item that changes something: off with a reason when the role may not, behind the lock when it is production. */
export function GuardedMenuItem({ permission, resource, onAct, children, ...item }: GuardedMenuItemProps) {
  const may = useCan(permission);
  const { isLocked } = useEnvironment(resource);
  const act = useActBehindLock(resource, onAct);
  const isBehindLock = may && isLocked;
  return (
    <MenuItem {...item} disabled={!may} onClick={act}>
      <Box component="span" sx={{ display: "flex", flexDirection: "column" }}>
        <Box component="span" sx={{ display: "flex", gap: 2, alignItems: "center" }}>
          {isBehindLock ? <LockIcon sx={{ fontSize: 14 }} /> : null}
          {children}
        </Box>
        {may ? null : (
          <Box component="span" sx={REASON}>
            {lackSentence(permission)}
          </Box>
        )}
        {isBehindLock ? (
          <Box component="span" sx={REASON}>
            Production is read-only. Unlock it first.
          </Box>
        ) : null}
      </Box>
    </MenuItem>
  );
}

const REASON = { fontSize: 12, color: token.dim, whiteSpace: "normal", maxWidth: 280 } as const;
