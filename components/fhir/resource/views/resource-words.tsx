"use client";

import type { ResourceAddress } from "#lib/queries/fhir-resource.ts";
import { AttachmentsView } from "./attachments-view.tsx";
import { NarrativeView } from "./narrative-view.tsx";
import { ReadableView } from "./readable-view.tsx";
import { ViewFrame } from "./view-frame.tsx";

export interface ResourceWordsProps {
  readonly address: ResourceAddress;
  readonly view: "readable" | "narrative" | "attachments";
  /** The address of an element in the JSON, by its JSON Pointer. */
  readonly jsonHref: (pointer: string) => string;
}

/** The views of a resource for people who do not read JSON. */
export function ResourceWords({ address, view, jsonHref }: ResourceWordsProps) {
  return (
    <ViewFrame
      address={address}
      render={(viewed) => {
        if (view === "narrative") return <NarrativeView viewed={viewed} />;
        if (view === "attachments") return <AttachmentsView viewed={viewed} />;
        return <ReadableView viewed={viewed} jsonHref={jsonHref} />;
      }}
    />
  );
}
