"use client";

import ChevronLeftIcon from "@mui/icons-material/ChevronLeft";
import ChevronRightIcon from "@mui/icons-material/ChevronRight";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import { useQuery } from "@tanstack/react-query";
import { PageLink } from "#components/ui/page-link.tsx";
import type { ReactNode } from "react";
import { resourceHref } from "#components/ui/resource-href.ts";
import { hl7v2MessageQuery, type ReadMessage } from "#lib/queries/hl7v2-message.ts";

/** To the messages that were sent just before and after this one. */
export function NeighbourLinks({ read }: { readonly read: ReadMessage }) {
  const { data } = useQuery(hl7v2MessageQuery.neighbours(read));
  return (
    <>
      <NeighbourLink name={data?.previous} label="Message sent before">
        <ChevronLeftIcon sx={{ fontSize: 18 }} />
      </NeighbourLink>
      <NeighbourLink name={data?.next} label="Message sent after">
        <ChevronRightIcon sx={{ fontSize: 18 }} />
      </NeighbourLink>
    </>
  );
}

interface NeighbourLinkProps {
  readonly name: string | undefined;
  readonly label: string;
  readonly children: ReactNode;
}

function NeighbourLink({ name, label, children }: NeighbourLinkProps) {
  if (name === undefined) {
    return (
      <IconButton disabled aria-label={label}>
        {children}
      </IconButton>
    );
  }
  return (
    <Tooltip title={label}>
      <IconButton component={PageLink} href={resourceHref(name)} aria-label={label}>
        {children}
      </IconButton>
    </Tooltip>
  );
}
