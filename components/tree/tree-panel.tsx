"use client";

import ClearIcon from "@mui/icons-material/Clear";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import InputAdornment from "@mui/material/InputAdornment";
import OutlinedInput from "@mui/material/OutlinedInput";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useIsHeldBack } from "#components/ui/first-things.ts";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { formatPlural } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import { homeQueries } from "#lib/queries/home.ts";
import { treeQueries } from "#lib/queries/tree.ts";
import { projectsAtHand } from "./projects-at-hand.ts";
import { flattenTree, type TreeNotice } from "./flatten-tree.ts";
import { ResourceTree } from "./resource-tree.tsx";
import { useTreeOpenness } from "./tree-openness.ts";
import { datasetsIn, useTreeAnswers } from "./tree-source.ts";

export interface TreePanelProps {
  /** Resource name of the page that is shown. */
  readonly current: string | undefined;
  readonly onOpen: () => void;
}

/** Projects, locations, datasets and stores, with a filter above. */
export function TreePanel({ current, onOpen }: TreePanelProps) {
  const isHeldBack = useIsHeldBack();
  const home = useQuery({ ...homeQueries.home(), enabled: !isHeldBack });
  if (home.isPending) return <LoadingLines what="projects" lines={8} />;
  if (home.isError) return <QueryProblem error={home.error} onRetry={() => void home.refetch()} />;
  return <ProjectTree projects={projectsAtHand(home.data.projects, current)} current={current} onOpen={onOpen} />;
}

interface ProjectTreeProps extends TreePanelProps {
  readonly projects: readonly string[];
}

function ProjectTree({ projects: given, current, onOpen }: ProjectTreeProps) {
  const key = given.join("\n");
  const projects = useMemo(() => (key === "" ? [] : key.split("\n")), [key]);
  const queryClient = useQueryClient();
  const [filter, setFilter] = useState("");
  const [allLocations, setAllLocations] = useState<ReadonlySet<string>>(new Set());
  const { isOpen, setOpen } = useTreeOpenness(current);
  const { locations, stores } = useTreeAnswers(projects, isOpen);
  const needle = filter.trim().toLowerCase();
  const rows = useMemo(
    () => flattenTree({ projects, locations, stores, isOpen, allLocations, filter: needle }),
    [projects, locations, stores, isOpen, allLocations, needle],
  );
  const closed = needle === "" ? [] : datasetsIn(locations).filter((dataset) => !stores.has(dataset));
  const handleNotice = (row: TreeNotice) => {
    if (row.type === "empty-locations") setAllLocations((names) => toggled(names, row.parent));
    if (row.type !== "problem") return;
    const project = row.parent.split("/").slice(0, 2).join("/");
    const { queryKey } = row.level === 4 ? treeQueries.stores(row.parent) : treeQueries.project(project);
    void queryClient.invalidateQueries({ queryKey: [...queryKey] });
  };
  return (
    <Box sx={{ display: "flex", flexDirection: "column", height: "100%", minHeight: 0, px: 2, pt: "10px" }}>
      <FilterBox value={filter} onChange={setFilter} />
      {rows.length === 0 ? <Box sx={HINT}>Nothing open here is called “{filter}”.</Box> : null}
      <ResourceTree rows={rows} current={current} onToggle={setOpen} onNotice={handleNotice} onOpen={onOpen} />
      {closed.length === 0 ? null : (
        <Box sx={{ ...HINT, borderTop: `1px solid ${token.line}` }}>
          Stores of {formatPlural(closed.length, "closed dataset")} are not searched.
          <Button onClick={() => setOpen(closed, true)} sx={{ mt: 1, display: "block" }}>
            Search them too
          </Button>
        </Box>
      )}
    </Box>
  );
}

interface FilterBoxProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function FilterBox({ value, onChange }: FilterBoxProps) {
  return (
    <OutlinedInput
      size="small"
      placeholder="Filter resources…"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") onChange("");
      }}
      inputProps={{ "aria-label": "Filter resources", spellCheck: false }}
      endAdornment={
        value === "" ? null : (
          <InputAdornment position="end">
            <IconButton aria-label="Clear the filter" edge="end" onClick={() => onChange("")}>
              <ClearIcon sx={{ fontSize: 15 }} />
            </IconButton>
          </InputAdornment>
        )
      }
      sx={{
        mx: 1,
        mb: 2,
        flexShrink: 0,
        bgcolor: token.bg,
        "& .MuiOutlinedInput-notchedOutline": { borderColor: token.line },
      }}
    />
  );
}

function toggled(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  return names.has(name) ? new Set([...names].filter((other) => other !== name)) : new Set([...names, name]);
}

const HINT = { color: token.dim, fontSize: 12, px: 2, py: 2 } as const;
