import { createContext } from "react";
import type { ReportReference } from "#lib/dicom/report-tree.ts";

/** Shows a picture of the study that a report speaks of. */
export const ReferenceContext = createContext<((reference: ReportReference) => void) | undefined>(undefined);
