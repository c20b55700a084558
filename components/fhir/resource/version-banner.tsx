"use client";

import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import { PageLink } from "#components/ui/page-link.tsx";

export interface VersionBannerProps {
  readonly version: string;
  readonly currentHref: string;
}

/** Says that what is on screen is not the present state. */
export function VersionBanner({ version, currentHref }: VersionBannerProps) {
  return (
    <Alert
      severity="warning"
      variant="outlined"
      sx={{ mx: 4, mt: 3, alignItems: "center" }}
      action={
        <Button component={PageLink} href={currentHref}>
          Show the current version
        </Button>
      }
    >
      You are looking at version {version}, as it was then.
    </Alert>
  );
}
