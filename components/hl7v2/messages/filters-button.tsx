"use client";

import BookmarksIcon from "@mui/icons-material/BookmarksOutlined";
import Button from "@mui/material/Button";
import dynamic from "next/dynamic";
import { useState } from "react";

// The window comes with its code when it is opened.
const FiltersPopover = dynamic(() => import("./filters-popover.tsx").then((file) => file.FiltersPopover), {
  ssr: false,
});

export interface FiltersButtonProps {
  readonly store: string;
  /** The kept filter on screen; "" for none. */
  readonly currentId: string;
  readonly onOpen: (id: string) => void;
}

/** Saved and recent filters of the store. */
export function FiltersButton({ store, currentId, onOpen }: FiltersButtonProps) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>();
  return (
    <>
      <Button
        startIcon={<BookmarksIcon />}
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        Saved filters
      </Button>
      {anchor ? (
        <FiltersPopover
          anchor={anchor}
          store={store}
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
