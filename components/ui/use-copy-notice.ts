"use client";

import { useEffect, useState } from "react";
import { copyText } from "./clipboard.ts";

const SHOWN_MS = 2_500;

/** Copies text and keeps a sentence about it on screen for a moment. */
export function useCopyNotice() {
  const [notice, setNotice] = useState("");
  useEffect(() => {
    if (notice === "") return undefined;
    const timer = setTimeout(() => setNotice(""), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  return {
    notice,
    copy: (text: string, done: string) => {
      void copyText(text).then((isCopied) => setNotice(isCopied ? done : "The browser refused to copy"));
    },
    refuse: setNotice,
  };
}
