"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { PageLink } from "./page-link.tsx";
import { EmptyState } from "./empty-state.tsx";
import { VISUALLY_HIDDEN } from "./visually-hidden.ts";

/** For an address that names nothing the console has a page for. */
export function NotFoundPanel() {
  return (
    <main>
      <Box component="h1" sx={VISUALLY_HIDDEN}>
        Not found
      </Box>
      <EmptyState
        title="No page has this address"
        action={
          <Button component={PageLink} href="/">
            Go home
          </Button>
        }
      >
        An address is a resource name, such as /projects/p/locations/l/datasets/d. Check it, or press ⌘K to search.
      </EmptyState>
    </main>
  );
}
