"use client";

import LockIcon from "@mui/icons-material/LockOutlined";
import Button, { type ButtonProps } from "@mui/material/Button";
import Tooltip from "@mui/material/Tooltip";
import { useActBehindLock, useEnvironment } from "./environment-lock.tsx";
import { lackSentence, useCan } from "./permissions.tsx";

export interface GuardedButtonProps extends Omit<ButtonProps, "onClick"> {
  /** Google's name of what the act needs: `healthcare.fhirStores.delete`. */
  readonly permission: string;
  /** Full name of what is changed; inside locked production the button asks to unlock first, and goes on then. */
  readonly resource: string;
  readonly onAct: () => void;
}

/** A button that changes something: off with a reason when the role may not, behind the lock when it is production. */
export function GuardedButton({ permission, resource, onAct, disabled, ...button }: GuardedButtonProps) {
  const may = useCan(permission);
  const { isLocked } = useEnvironment(resource);
  const act = useActBehindLock(resource, onAct);
  const reason = guardReason(may, isLocked, permission);
  const isOff = !may || disabled === true;
  return (
    <Tooltip title={reason}>
      <span>
        <Button
          {...button}
          disabled={isOff}
          {...(isLocked && may ? { startIcon: <LockIcon sx={LOCK} />, sx: LOCKED } : {})}
          onClick={act}
          {...(isOff && reason !== "" ? { "aria-description": reason } : {})}
        />
      </span>
    </Tooltip>
  );
}

const LOCK = { fontSize: "14px !important" } as const;
/** On narrow windows the tooltip and the environment band say it; the bar has no room. */
const LOCKED = { "& .MuiButton-startIcon": { display: { xs: "none", lg: "inherit" } } } as const;

function guardReason(may: boolean, isLocked: boolean, permission: string): string {
  if (!may) return lackSentence(permission);
  return isLocked ? "Production is read-only. Unlock it first." : "";
}
