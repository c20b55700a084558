"use client";

import LockIcon from "@mui/icons-material/LockOutlined";
import LockOpenIcon from "@mui/icons-material/LockOpenOutlined";
import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import Tooltip from "@mui/material/Tooltip";
import { useEnvironment } from "#components/ui/environment-lock.tsx";
import { ENVIRONMENT_LOOKS, EnvironmentMark } from "#components/ui/environment-mark.tsx";

/** The environment of the page by colour, shape and word. For production it is also the lock. */
export function EnvironmentPill({ resource }: { readonly resource: string }) {
  const { environment, isLocked, askToUnlock, lock } = useEnvironment(resource);
  if (environment === undefined) return null;
  const { title, ink, soft } = ENVIRONMENT_LOOKS[environment];
  const look = { ...PILL, bgcolor: soft, color: ink };
  const mark = <EnvironmentMark environment={environment} isDecoration />;
  if (environment !== "production") {
    return (
      <Box component="span" sx={look}>
        {mark}
        {title}
      </Box>
    );
  }
  const hint = isLocked ? "Changes are refused. Unlock for writing…" : "Changes reach live data. Lock again";
  const Icon = isLocked ? LockIcon : LockOpenIcon;
  return (
    <Tooltip title={hint}>
      <ButtonBase
        sx={{ ...look, "&:hover": { textDecoration: "underline" } }}
        onClick={isLocked ? askToUnlock : lock}
        aria-label={`${title}, ${isLocked ? "read-only. Unlock for writing" : "writable. Lock again"}`}
      >
        {mark}
        {title} · {isLocked ? "read-only" : "writable"}
        <Icon sx={{ fontSize: 14 }} />
      </ButtonBase>
    </Tooltip>
  );
}

const PILL = {
  borderRadius: 999,
  px: "10px",
  height: 24,
  fontSize: 12,
  fontFamily: "inherit",
  fontWeight: 600,
  display: "inline-flex",
  gap: "6px",
  alignItems: "center",
  whiteSpace: "nowrap",
  flexShrink: 0,
} as const;
