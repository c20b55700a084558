"use client";

import LockIcon from "@mui/icons-material/LockOutlined";
import UploadFileIcon from "@mui/icons-material/UploadFileOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useRef, useState, type DragEvent, type ReactNode } from "react";
import { token } from "./tokens.ts";

export interface DropZoneProps {
  /** "Drop FHIR files here" */
  readonly title: string;
  /** Names the file chooser for screen readers: "FHIR files". */
  readonly what: string;
  /** Extensions and media types, as `<input accept>` takes them. */
  readonly accept: string;
  readonly isBusy: boolean;
  /** Production that nobody unlocked: nothing is taken. */
  readonly isLocked: boolean;
  readonly onUnlock: () => void;
  readonly onFiles: (files: readonly File[]) => void;
  /** What may be dropped and what becomes of it. */
  readonly children: ReactNode;
}

/** Where files are dropped or chosen. */
export function DropZone(props: DropZoneProps) {
  const { title, what, accept, isBusy, isLocked, onUnlock, onFiles, children } = props;
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
        <Typography variant="h2">{title}</Typography>
        <Box sx={{ color: token.dim }}>{children}</Box>
      </Box>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={what}
        accept={accept}
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
