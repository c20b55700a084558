"use client";

import ArrowDropDownIcon from "@mui/icons-material/ArrowDropDown";
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Divider from "@mui/material/Divider";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import Snackbar from "@mui/material/Snackbar";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useEnvironment } from "#components/ui/environment-lock.tsx";
import { ENVIRONMENT_LOOKS, EnvironmentMark } from "#components/ui/environment-mark.tsx";
import { problemOf } from "#components/ui/explain-problem.ts";
import { useCan } from "#components/ui/permissions.tsx";
import { ENVIRONMENTS, type Environment } from "#lib/contract/console/environments.ts";
import { environmentQueries, setEnvironment } from "#lib/queries/environments.ts";

/** The same permission that the console's server asks for (PUT /api/console/environments). */
const LABELLING_PERMISSION = "healthcare.datasets.update";

/** Labels a project or dataset as production, research or sandbox. Shown to admins only. */
export function EnvironmentEditor({ name }: { readonly name: string }) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>();
  const may = useCan(LABELLING_PERMISSION);
  const { environment, labelName } = useEnvironment(name);
  const queryClient = useQueryClient();
  const labelling = useMutation({
    mutationFn: (next: Environment | null) => setEnvironment(name, next),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [...environmentQueries.list().queryKey] }),
  });
  if (!may) return null;
  const own = labelName === name ? environment : undefined;
  const choose = (next: Environment | null) => {
    setAnchor(undefined);
    labelling.mutate(next);
  };
  return (
    <>
      <Button
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        startIcon={own ? <EnvironmentMark environment={own} isDecoration /> : undefined}
        endIcon={<ArrowDropDownIcon />}
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ "& .MuiButton-endIcon": { ml: 0, mr: -1 } }}
      >
        Environment
      </Button>
      <Menu open={anchor !== undefined} anchorEl={anchor ?? null} onClose={() => setAnchor(undefined)}>
        {ENVIRONMENTS.map((each) => (
          <MenuItem key={each} selected={own === each} onClick={() => choose(each)} sx={{ gap: 2 }}>
            <EnvironmentMark environment={each} isDecoration />
            {ENVIRONMENT_LOOKS[each].title}
          </MenuItem>
        ))}
        <Divider component="li" />
        <MenuItem disabled={own === undefined} onClick={() => choose(null)}>
          No label of its own
        </MenuItem>
      </Menu>
      <Snackbar open={labelling.isError} autoHideDuration={8000} onClose={() => labelling.reset()}>
        <Alert severity="error">{labelling.isError ? problemOf(labelling.error).message : ""}</Alert>
      </Snackbar>
    </>
  );
}
