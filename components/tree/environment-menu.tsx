"use client";

import Divider from "@mui/material/Divider";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { ENVIRONMENT_LOOKS, EnvironmentMark } from "#components/ui/environment-mark.tsx";
import { ENVIRONMENTS, type Environment } from "#lib/contract/console/environments.ts";

export interface EnvironmentMenuProps {
  readonly anchor: HTMLElement;
  /** The label of the resource itself, not one from above. */
  readonly own: Environment | undefined;
  readonly onChoose: (environment: Environment | null) => void;
  readonly onClose: () => void;
}

/** The environments to choose from. */
export function EnvironmentMenu({ anchor, own, onChoose, onClose }: EnvironmentMenuProps) {
  return (
    <Menu open anchorEl={anchor} onClose={onClose}>
      {ENVIRONMENTS.map((each) => (
        <MenuItem key={each} selected={own === each} onClick={() => onChoose(each)} sx={{ gap: 2 }}>
          <EnvironmentMark environment={each} isDecoration />
          {ENVIRONMENT_LOOKS[each].title}
        </MenuItem>
      ))}
      <Divider component="li" />
      <MenuItem disabled={own === undefined} onClick={() => onChoose(null)}>
        No label of its own
      </MenuItem>
    </Menu>
  );
}
