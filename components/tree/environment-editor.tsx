"use client";

import ArrowDropDownIcon from "@mui/icons-material/ArrowDropDown";
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Snackbar from "@mui/material/Snackbar";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "#components/ui/environment-lock.tsx";
import { EnvironmentMark } from "#components/ui/environment-mark.tsx";
import { problemOf } from "#components/ui/explain-problem.ts";
import { useCan } from "#components/ui/permissions.tsx";
import { token } from "#components/ui/tokens.ts";
import type { Environment } from "#lib/contract/console/environments.ts";
import { environmentQueries, setEnvironment } from "#lib/queries/environments.ts";

// The menu comes with its code when it is opened.
const EnvironmentMenu = dynamic(() => import("./environment-menu.tsx").then((file) => file.EnvironmentMenu), {
  ssr: false,
});

/** The same permission that the console's server asks for (PUT /api/console/environments). */
const LABELLING_PERMISSION = "healthcare.datasets.update";

export interface EnvironmentEditorProps {
  /** Full name of a project or dataset. */
  readonly name: string;
  /** A small "Change" beside the word that says the environment. */
  readonly isQuiet?: boolean;
}

/** Labels a project or dataset as production, research or sandbox. Shown to admins only. */
export function EnvironmentEditor({ name, isQuiet = false }: EnvironmentEditorProps) {
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
        startIcon={own && !isQuiet ? <EnvironmentMark environment={own} isDecoration /> : undefined}
        endIcon={<ArrowDropDownIcon />}
        onClick={(event) => setAnchor(event.currentTarget)}
        {...(isQuiet ? { "aria-label": "Change the environment" } : {})}
        sx={{ ...(isQuiet ? QUIET : {}), "& .MuiButton-endIcon": { ml: 0, mr: -1 } }}
      >
        {isQuiet ? "Change" : "Environment"}
      </Button>
      {anchor ? (
        <EnvironmentMenu anchor={anchor} own={own} onChoose={choose} onClose={() => setAnchor(undefined)} />
      ) : null}
      <Snackbar open={labelling.isError} autoHideDuration={8000} onClose={() => labelling.reset()}>
        <Alert severity="error">{labelling.isError ? problemOf(labelling.error).message : ""}</Alert>
      </Snackbar>
    </>
  );
}

const QUIET = {
  py: 0,
  px: "6px",
  ml: 1,
  fontSize: 12,
  fontWeight: 500,
  color: token.accent,
  border: 0,
  mt: "-1px",
} as const;
