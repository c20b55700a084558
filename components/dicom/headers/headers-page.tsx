"use client";

import Box from "@mui/material/Box";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { PANEL } from "#components/ui/panel-look.ts";
import { token } from "#components/ui/tokens.ts";
import { numberOf, textOf, type DicomAttributes } from "#lib/dicom/attributes.ts";
import { instanceFindings } from "#lib/dicom/header-findings.ts";
import type { SeriesEntry } from "#lib/dicom/series-list.ts";
import { seriesFindings } from "#lib/dicom/series-findings.ts";
import { dicomStudyQueries, type StudyAddress } from "#lib/queries/dicom-study.ts";
import { FindingsList } from "./findings-list.tsx";
import { HeaderCompare } from "./header-compare.tsx";
import { HeaderPanel } from "./header-panel.tsx";
import { HEADER_VIEWS, useHeadersAddress, type HeadersAddress, type HeaderView } from "./headers-address.ts";
import { VarianceStrip } from "./variance-strip.tsx";
import { VarianceTable } from "./variance-table.tsx";

export interface HeadersPageProps {
  readonly study: StudyAddress;
  /** At least one. */
  readonly entries: readonly SeriesEntry[];
}

/** The headers of a study: one instance, two side by side, a series as a whole, and what is wrong with them. */
export function HeadersPage({ study, entries }: HeadersPageProps) {
  const { address, note } = useHeadersAddress();
  const entry = entries.find(({ series }) => series === address.series) ?? entries[0];
  const series = useMemo(() => ({ ...study, series: entry?.series ?? "" }), [study, entry?.series]);
  const query = useQuery({ ...dicomStudyQueries.metadata(series), enabled: entry !== undefined });
  const instances = useMemo(() => query.data?.toSorted(byNumber), [query.data]);
  return (
    <Box sx={PAGE}>
      <Box sx={CHOICE}>
        <TextField
          select
          label="Series"
          value={entry?.series ?? ""}
          onChange={(event) => note({ series: event.target.value, instance: 1, other: 2 })}
          sx={{ minWidth: 220 }}
        >
          {entries.map((each) => (
            <MenuItem key={each.series} value={each.series}>
              {[each.number, each.modality, each.description].filter(Boolean).join(" · ")}
            </MenuItem>
          ))}
        </TextField>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={address.view}
          aria-label="What to look at"
          onChange={(_, view: HeaderView | null) => view && note({ view })}
        >
          {HEADER_VIEWS.map((view) => (
            <ToggleButton key={view} value={view}>
              {TITLES[view]}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </Box>
      {query.isPending ? <LoadingLines what="the headers" /> : null}
      {query.isError ? <QueryProblem error={query.error} onRetry={() => void query.refetch()} /> : null}
      {instances && instances.length > 0 ? (
        <SeriesHeaders key={entry?.series} instances={instances} address={address} note={note} />
      ) : null}
    </Box>
  );
}

const TITLES: Readonly<Record<HeaderView, string>> = {
  tree: "Attributes",
  compare: "Compare",
  series: "Along the series",
  findings: "Findings",
};

const NOTHING: DicomAttributes = {};

interface SeriesHeadersProps {
  readonly instances: readonly DicomAttributes[];
  readonly address: HeadersAddress;
  readonly note: (changes: Partial<HeadersAddress>) => void;
}

function SeriesHeaders({ instances, address, note }: SeriesHeadersProps) {
  const [focus, setFocus] = useState<{ readonly path: string } | undefined>();
  const index = Math.min(address.instance, instances.length) - 1;
  const other = Math.min(address.other, instances.length) - 1;
  const instance = instances[index] ?? NOTHING;
  const findings = useMemo(() => [...instanceFindings(instance), ...seriesFindings(instances)], [instance, instances]);
  const pick = (at: number) => note({ instance: at + 1 });
  return (
    <>
      <Box sx={STACK}>
        <InstanceSlider label="Instance" count={instances.length} index={index} onPick={pick} />
        {address.view === "compare" ? (
          <InstanceSlider
            label="Compared with"
            count={instances.length}
            index={other}
            onPick={(at) => note({ other: at + 1 })}
          />
        ) : null}
        <Box sx={{ display: "flex" }}>
          <VarianceStrip instances={instances} index={index} onPick={pick} />
        </Box>
      </Box>
      <Box component="section" aria-label={TITLES[address.view]} sx={BODY}>
        {address.view === "tree" ? <HeaderPanel instance={instance} focus={focus} /> : null}
        {address.view === "compare" ? (
          <HeaderCompare
            left={instance}
            right={instances[other] ?? {}}
            leftTitle={`Instance ${index + 1}`}
            rightTitle={`Instance ${other + 1}`}
          />
        ) : null}
        {address.view === "series" ? <VarianceTable instances={instances} index={index} onPick={pick} /> : null}
        {address.view === "findings" ? (
          <FindingsList
            findings={findings}
            onPath={(path) => {
              setFocus({ path });
              note({ view: "tree" });
            }}
            onInstance={pick}
          />
        ) : null}
      </Box>
    </>
  );
}

interface InstanceSliderProps {
  readonly label: string;
  readonly count: number;
  readonly index: number;
  readonly onPick: (index: number) => void;
}

function InstanceSlider({ label, count, index, onPick }: InstanceSliderProps) {
  return (
    <Box component="label" sx={{ display: "flex", alignItems: "center", gap: 3, fontSize: 12.5 }}>
      <Box component="span" sx={{ width: 110, color: token.dim }}>
        {label}
      </Box>
      <Box
        component="input"
        type="range"
        min={1}
        max={count}
        value={index + 1}
        disabled={count < 2}
        aria-valuetext={`${index + 1} of ${count}`}
        onChange={(event) => onPick(Number(event.target.value) - 1)}
        sx={{ flex: 1, m: 0, minHeight: 24, accentColor: token.accent }}
      />
      <Box component="output" className="tabular" sx={{ minWidth: "9ch", textAlign: "right" }}>
        {index + 1} of {count}
      </Box>
    </Box>
  );
}

function byNumber(a: DicomAttributes, b: DicomAttributes): number {
  const difference = (numberOf(a, "00200013") ?? 0) - (numberOf(b, "00200013") ?? 0);
  return difference || (textOf(a, "00080018") ?? "").localeCompare(textOf(b, "00080018") ?? "");
}

const PAGE = { flex: 1, minHeight: 0, display: "flex", flexDirection: "column", gap: 3, p: 3 } as const;
const CHOICE = { display: "flex", gap: 3, flexWrap: "wrap", alignItems: "center" } as const;
/** Sliders stand far enough apart to be hit by a finger (WCAG 2.5.8). */
const STACK = { display: "flex", flexDirection: "column", gap: 3 } as const;

const BODY = { ...PANEL, flex: 1 } as const;
