"use client";

import BookmarksIcon from "@mui/icons-material/BookmarksOutlined";
import Button from "@mui/material/Button";
import dynamic from "next/dynamic";
import { useState } from "react";

// The window comes with its code when it is opened.
const SearchesPopover = dynamic(() => import("./searches-popover.tsx").then((file) => file.SearchesPopover), {
  ssr: false,
});

export interface SearchesButtonProps {
  readonly storeName: string;
  /** The kept search on screen; "" for none. */
  readonly currentId: string;
  readonly onOpen: (id: string) => void;
}

/** Saved and recent searches of the store. */
export function SearchesButton({ storeName, currentId, onOpen }: SearchesButtonProps) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>();
  return (
    <>
      <Button
        startIcon={<BookmarksIcon />}
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        Searches
      </Button>
      {anchor ? (
        <SearchesPopover
          anchor={anchor}
          storeName={storeName}
          currentId={currentId}
          onOpen={(id) => {
            setAnchor(undefined);
            onOpen(id);
          }}
          onClose={() => setAnchor(undefined)}
        />
      ) : null}
    </>
  );
}
