"use client";

import LockIcon from "@mui/icons-material/LockOutlined";
import UploadFileIcon from "@mui/icons-material/UploadFileOutlined";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useRef, useState, type ChangeEvent, type DragEvent, type ReactNode } from "react";
import { chosenFiles, droppedFiles, type DroppedFile } from "./dropped-files.ts";
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
  /** Folders are walked when they are dropped, and can be chosen; empty files are passed on too. */
  readonly takesFolders?: boolean;
  /** `paths` are those of the files below what was dropped or chosen. */
  readonly onFiles: (files: readonly File[], paths: readonly string[]) => void;
  /** What may be dropped and what becomes of it. */
  readonly children: ReactNode;
}

/** Where files are dropped or chosen. */
export function DropZone(props: DropZoneProps) {
  const { title, isBusy, isLocked, onFiles, takesFolders = false, children } = props;
  const [isOver, setIsOver] = useState(false);
  const isOpen = !isBusy && !isLocked;
  const take = (dropped: readonly DroppedFile[]) => {
    const files = takesFolders ? dropped : dropped.filter(({ file }) => file.size > 0);
    if (isOpen && files.length > 0)
      onFiles(
        files.map(({ file }) => file),
        files.map(({ path }) => path),
      );
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
        if (takesFolders) void droppedFiles(event.dataTransfer).then(take);
        else take(chosenFiles(event.dataTransfer.files));
      }}
    >
      <UploadFileIcon sx={{ fontSize: 28, color: token.accent }} />
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="h2">{title}</Typography>
        <Box sx={{ color: token.dim }}>{children}</Box>
      </Box>
      <Choosers {...props} onChosen={take} />
    </Box>
  );
}

/** What the buttons open, or the way to unlock. */
function Choosers(props: DropZoneProps & { readonly onChosen: (files: readonly DroppedFile[]) => void }) {
  const { what, accept, isBusy, isLocked, onUnlock, takesFolders = false, onChosen } = props;
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const handleChange = (event: ChangeEvent<HTMLInputElement>) => {
    onChosen(chosenFiles(event.target.files ?? new DataTransfer().files));
    // The same file may be chosen again after it was corrected.
    event.target.value = "";
  };
  const hidden = { type: "file", multiple: true, hidden: true, onChange: handleChange } as const;
  return (
    <Box sx={BUTTONS}>
      <input ref={files} {...hidden} aria-label={what} accept={accept} />
      {takesFolders ? <input ref={folder} {...hidden} aria-label={`Folder of ${what}`} {...FOLDERS} /> : null}
      {isLocked ? (
        <Button startIcon={<LockIcon />} onClick={onUnlock}>
          Unlock production to add data
        </Button>
      ) : (
        <>
          {takesFolders ? (
            <Button disabled={isBusy} onClick={() => folder.current?.click()}>
              Choose folder…
            </Button>
          ) : null}
          <Button variant="contained" color="primary" disabled={isBusy} onClick={() => files.current?.click()}>
            Choose files…
          </Button>
        </>
      )}
    </Box>
  );
}

/** Not in React's list of attributes. */
const FOLDERS = { webkitdirectory: "" } as const;
const BUTTONS = { ml: "auto", flexShrink: 0, display: "flex", gap: 2 } as const;

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
