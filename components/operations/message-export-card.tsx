"use client";

import Box from "@mui/material/Box";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { Card } from "#components/ui/card.tsx";
import { filterProblems } from "#lib/hl7v2/filter-problems.ts";
import { isFilterTime } from "#lib/hl7v2/filter-fields.ts";
import { FORM, GCS_PREFIX, StartButton, TransferCode, type TransferProps } from "./transfer-start.tsx";

/** What of each message an export writes (MessageView), in words. */
const VIEWS = [
  ["FULL", "Everything"],
  ["RAW_ONLY", "The message alone"],
  ["PARSED_ONLY", "Parsed data without the message"],
  ["SCHEMATIZED_ONLY", "Schematized data without the message"],
  ["BASIC", "Names alone"],
] as const;

/** Exports messages of a time range and filter as NDJSON (contract section 11.8). */
export function MessageExportCard({ store, dataset }: TransferProps) {
  const [form, setForm] = useState({ uriPrefix: "", filter: "", startTime: "", endTime: "", messageView: "FULL" });
  const { uriPrefix, filter, startTime, endTime, messageView } = form;
  const change = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const [problem] = filterProblems(filter);
  const isTime = (text: string) => text === "" || isFilterTime(text);
  const isValid = GCS_PREFIX.test(uriPrefix) && !problem && isTime(startTime) && isTime(endTime);
  const given = Object.fromEntries(
    Object.entries({ filter: filter.trim(), startTime, endTime }).filter(([, text]) => text !== ""),
  );
  const body = { gcsDestination: { uriPrefix, contentStructure: "MESSAGE_JSON", messageView }, ...given };
  return (
    <Card
      title="Export to Cloud Storage"
      actions={isValid ? <TransferCode store={store} verb="export" body={body} /> : null}
    >
      <Box sx={FORM}>
        <TextField
          label="Folder"
          placeholder="gs://bucket/folder"
          value={uriPrefix}
          onChange={(event) => change({ uriPrefix: event.target.value.trim() })}
          error={uriPrefix !== "" && !GCS_PREFIX.test(uriPrefix)}
          helperText="One message a line as JSON. Patient data leaves the store: check who reads the bucket."
          slotProps={{ htmlInput: { spellCheck: false } }}
        />
        <TextField
          label="Filter"
          placeholder={'message_type = "ADT"'}
          value={filter}
          onChange={(event) => change({ filter: event.target.value })}
          error={problem !== undefined}
          helperText={problem?.message ?? "As on the Messages tab; empty: all messages."}
          slotProps={{ htmlInput: { spellCheck: false } }}
        />
        <Box sx={{ display: "flex", gap: 3 }}>
          <TextField
            label="Sent from"
            placeholder="2026-01-01T00:00:00Z"
            value={startTime}
            onChange={(event) => change({ startTime: event.target.value.trim() })}
            error={!isTime(startTime)}
            helperText="Included; empty: from the beginning."
          />
          <TextField
            label="Sent until"
            placeholder="2026-02-01T00:00:00Z"
            value={endTime}
            onChange={(event) => change({ endTime: event.target.value.trim() })}
            error={!isTime(endTime)}
            helperText="Not included; empty: until now."
          />
        </Box>
        <TextField
          select
          label="What is written"
          value={messageView}
          onChange={(event) => change({ messageView: event.target.value })}
        >
          {VIEWS.map(([value, title]) => (
            <MenuItem key={value} value={value}>
              {title}
            </MenuItem>
          ))}
        </TextField>
        <StartButton store={store} dataset={dataset} verb="export" body={body} isReady={isValid} label="Start export" />
      </Box>
    </Card>
  );
}
