import { ProblemError } from "#lib/contract/problem.ts";
import { listInstances } from "./list-instances.ts";

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
    const known = this.studies.get(study) ?? fetchKnown(this.store, study);
    this.studies.set(study, known);
    return known;
  }
}

async function fetchKnown(store: string, study: string): Promise<Set<string>> {
  try {
    return new Set((await listInstances({ store, study })).map(({ instance }) => instance));
  } catch (error) {
    // Whoever may store but not read cannot tell the two apart; a malformed UID is for the store to refuse.
    if (error instanceof ProblemError && [400, 403, 404].includes(error.problem.status)) return new Set();
    throw error;
  }
}
