import type { ReactNode } from "react";
import type { Annotation } from "#lib/fhir/annotation.ts";

/** A document of a sample in the annotation viewer, with remarks on what became of it. */
export interface SampleJson {
  readonly text: string;
  /** Names it for screen readers. */
  readonly label: string;
  readonly title: ReactNode;
  /** Resource name of the FHIR store. */
  readonly store: string;
  readonly extras: readonly Annotation[];
  /** JSON Pointer where the cursor stands at first. */
  readonly pointer: string;
}

/** How the page that this stands on shows it: features meet there and not here. */
export type RenderJson = (json: SampleJson) => ReactNode;

/** Two texts of which the differences are shown. */
export interface ComparedTexts {
  /** Names them for screen readers. */
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

export type RenderDiff = (texts: ComparedTexts) => ReactNode;
