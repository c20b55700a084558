"use client";

import SearchIcon from "@mui/icons-material/Search";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useState, type FormEvent } from "react";
import { token } from "#components/ui/tokens.ts";
import { NO_STUDY_FILTER, writeStudyFilter, type StudyFilter } from "#lib/dicom/study-filter.ts";

export interface StudyFilterBarProps {
  /** The filter on screen. */
  readonly filter: StudyFilter;
  readonly onRun: (filter: StudyFilter) => void;
}

interface Field {
  readonly key: keyof StudyFilter;
  readonly label: string;
  readonly type: "text" | "date";
  readonly width: number;
  readonly hint?: string;
}

/** What QIDO-RS can look for in the API (contract section 10.5); it knows no modality and no description. */
const FIELDS: readonly Field[] = [
  { key: "patientName", label: "Patient name", type: "text", width: 190, hint: "any order, beginnings" },
  { key: "patientId", label: "Patient ID", type: "text", width: 130, hint: "whole" },
  { key: "accession", label: "Accession number", type: "text", width: 140, hint: "whole" },
  { key: "from", label: "Studied from", type: "date", width: 132 },
  { key: "until", label: "until", type: "date", width: 132 },
  { key: "studyUid", label: "Study Instance UID", type: "text", width: 200, hint: "whole" },
];

/** Fields to look for studies by. Enter searches. */
export function StudyFilterBar({ filter, onRun }: StudyFilterBarProps) {
  const base = writeStudyFilter(filter);
  const [draft, setDraft] = useState({ base, filter });
  // The fields follow the filter on screen whenever that changes (Back, a link).
  if (draft.base !== base) setDraft({ base, filter });
  const typed = draft.base === base ? draft.filter : filter;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onRun(typed);
  };
  return (
    <Box component="form" role="search" aria-label="Find studies" onSubmit={submit} sx={BAR}>
      {FIELDS.map(({ key, label, type, width, hint }) => (
        <Box component="label" key={key} sx={{ width }}>
          {label}
          <input
            type={type}
            value={typed[key]}
            placeholder={hint}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setDraft({ base, filter: { ...typed, [key]: event.target.value } })}
          />
        </Box>
      ))}
      <Button
        type="submit"
        variant="contained"
        color="primary"
        sx={{ height: 32 }}
        startIcon={<SearchIcon sx={{ fontSize: 16 }} />}
      >
        Find
      </Button>
      {base === "" ? null : (
        <Button sx={{ height: 32 }} onClick={() => onRun(NO_STUDY_FILTER)}>
          Clear
        </Button>
      )}
    </Box>
  );
}

const BAR = {
  display: "flex",
  flexWrap: "wrap",
  gap: 2,
  alignItems: "flex-end",
  "& label": { display: "flex", flexDirection: "column", gap: "3px", fontSize: 12, color: token.dim },
  "& input": {
    font: "inherit",
    fontSize: 13,
    height: 32,
    px: 2,
    width: "100%",
    color: token.ink,
    bgcolor: token.panel,
    border: `1px solid ${token.control}`,
    borderRadius: "7px",
    "&:focus-visible": { outline: `2px solid ${token.accent}`, outlineOffset: -1 },
    "&::placeholder": { color: token.dim, opacity: 1 },
  },
} as const;
