import { z } from "zod";
import { ProblemError } from "#lib/contract/problem.ts";
import { textOf, type DicomAttributes } from "#lib/dicom/attributes.ts";
import { studyPath } from "./dicom-study.ts";
import { callGateway } from "./gateway.ts";

/** As many as the API tells at once. */
const PAGE = 50_000;
const rowsSchema = z.array(z.custom<DicomAttributes>((value) => typeof value === "object" && value !== null));

/**
 * Which instances of a study a store has. STOW-RS answers the same for an instance that is new and for one that was there already, byte
 * for byte; so what was there is asked before anything of the study is sent.
 */
export class KnownInstances {
  private readonly store: string;
  private readonly studies = new Map<string, Promise<Set<string>>>();

  constructor(store: string) {
    this.store = store;
  }

  /** SOP Instance UIDs; whoever stores one adds it. Asked once a study. */
  of(study: string): Promise<Set<string>> {
    const known = this.studies.get(study) ?? fetchInstances(this.store, study);
    this.studies.set(study, known);
    return known;
  }
}

async function fetchInstances(store: string, study: string): Promise<Set<string>> {
  const known = new Set<string>();
  try {
    for (let offset = 0; ; offset += PAGE) {
      const response = await callGateway(`${studyPath({ store, study })}/instances?limit=${PAGE}&offset=${offset}`, {
        headers: { accept: "application/dicom+json" },
      });
      const rows = response.status === 204 ? [] : rowsSchema.parse(await response.json());
      for (const row of rows) known.add(textOf(row, "00080018") ?? "");
      if (rows.length < PAGE) return known;
    }
  } catch (error) {
    // Whoever may store but not read cannot tell the two apart; a malformed UID is for the store to refuse.
    if (error instanceof ProblemError && [400, 403, 404].includes(error.problem.status)) return known;
    throw error;
  }
}
