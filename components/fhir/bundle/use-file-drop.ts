"use client";

import { useState, type DragEvent } from "react";

export interface FileDrop {
  readonly handlers: {
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDrop: (event: DragEvent) => void;
  };
  /** Why a file was not taken. */
  readonly problem: string | undefined;
}

/** A text that people still read and correct; what is larger is for "Add data", which streams. */
const MAX_BYTES = 20 * 1024 * 1024;

/** Takes the text of one file that is dropped. */
export function useFileDrop(onText: (text: string) => void): FileDrop {
  const [problem, setProblem] = useState<string>();
  const take = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MAX_BYTES) {
      setProblem("The file is larger than 20 MB: Add data takes files of any size.");
      return;
    }
    setProblem(undefined);
    onText(await file.text());
  };
  return {
    handlers: {
      // Without this the browser opens the file and leaves the console.
      onDragOver: (event) => event.preventDefault(),
      onDrop: (event) => {
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        void take(event.dataTransfer.files[0]);
      },
    },
    problem,
  };
}
