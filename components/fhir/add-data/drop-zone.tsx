"use client";

import LockIcon from "@mui/icons-material/LockOutlined";
import UploadFileIcon from "@mui/icons-material/UploadFileOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useRef, useState, type DragEvent } from "react";
import { token } from "#components/ui/tokens.ts";

export interface DropZoneProps {
  readonly isBusy: boolean;
  /** Production that nobody unlocked: nothing is taken. */
  readonly isLocked: boolean;
  readonly onUnlock: () => void;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Where files are dropped or chosen. */
export function DropZone({ isBusy, isLocked, onUnlock, onFiles }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const isOpen = !isBusy && !isLocked;
  const take = (files: FileList | null) => {
    const chosen = [...(files ?? [])].filter((file) => file.size > 0);
    if (isOpen && chosen.length > 0) onFiles(chosen);
  };
  const handleDrag = (event: DragEvent, over: boolean) => {
    // Without this the browser opens the file and leaves the console.
    event.preventDefault();
    event.dataTransfer.dropEffect = isOpen ? "copy" : "none";
    setIsOver(over && isOpen);
  };
  return (
    <Box
      component="section"
      aria-label="Files to add"
      sx={ZONE}
      data-over={isOver}
      onDragEnter={(event) => handleDrag(event, true)}
      onDragOver={(event) => handleDrag(event, true)}
      onDragLeave={(event) => handleDrag(event, false)}
      onDrop={(event) => {
        handleDrag(event, false);
        take(event.dataTransfer.files);
      }}
    >
      <UploadFileIcon sx={{ fontSize: 28, color: token.accent }} />
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="h2">Drop FHIR files here</Typography>
        <Box sx={{ color: token.dim }}>
          Bundles, single resources, or NDJSON with one of either a line. Any size, several at once. Resources with an
          id are put under it, others get one from the store; transactions stay one request.
        </Box>
      </Box>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="FHIR files"
        accept=".json,.ndjson,.jsonl,application/json,application/fhir+json,application/x-ndjson"
        onChange={(event) => {
          take(event.target.files);
          // The same file may be chosen again after it was corrected.
          event.target.value = "";
        }}
      />
      {isLocked ? (
        <Button startIcon={<LockIcon />} onClick={onUnlock} sx={BUTTON}>
          Unlock production to add data
        </Button>
      ) : (
        <Button
          variant="contained"
          color="primary"
          disabled={isBusy}
          onClick={() => input.current?.click()}
          sx={BUTTON}
        >
          Choose files…
        </Button>
      )}
    </Box>
  );
}

const BUTTON = { ml: "auto", flexShrink: 0 } as const;

const ZONE = {
  display: "flex",
  alignItems: "center",
  gap: 4,
  px: 5,
  py: 5,
  bgcolor: token.panel,
  border: `1.5px dashed ${token.control}`,
  borderRadius: "10px",
  '&[data-over="true"]': { borderColor: token.accent, bgcolor: token.accentSoft },
} as const;
