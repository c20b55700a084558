import { Worker } from "node:worker_threads";
import type { DeidPlan } from "#lib/deid/plan.ts";
import type { KnownValue } from "#lib/deid/text/known-values.ts";
import type { FhirVersion } from "#lib/fhir/search-types.ts";
import type { ContentRules } from "#emulator/services/fhir/content-rules.ts";

/** Whose a resource is. */
export interface Whose {
  /** What its dates move by: the patient's number, or what stands for it. */
  readonly patient: string;
  /** False for resources of the house (staff, places). */
  readonly isPatient: boolean;
  /** Names by which `knownOf` tells what identifies the persons that it is about. */
  readonly people: readonly string[];
}

/** A resource as it is stored, and whose it is. */
export interface EngineItem {
  readonly json: string;
  readonly whose: Whose;
}

/** What the thread is told. Of persons it knows what it learned and was not told to forget when a work was done. */
export type EngineOrder =
  | { readonly kind: "open"; readonly engine: number; readonly plan: DeidPlan; readonly version: FhirVersion }
  | {
      readonly kind: "work";
      readonly engine: number;
      readonly id: number;
      readonly forgets: readonly string[];
      readonly learns: readonly (readonly [person: string, known: readonly KnownValue[]])[];
      readonly items: readonly EngineItem[];
      readonly rules: ContentRules;
    }
  | { readonly kind: "close"; readonly engine: number };

/** What came out of a resource. */
export interface Deidentified {
  /** Its canonical JSON text. */
  readonly text: string;
  /** What the rules of the destination have against it. */
  readonly mistakes?: string;
}

export interface EngineAnswer {
  readonly id: number;
  /** A resource each, in their order. */
  readonly results?: readonly Deidentified[];
  readonly failure?: string;
}

/** De-identifies resources by one plan, away from the thread that serves requests. */
export interface DeidEngine {
  /**
   * Results in the order of the items. Rejects when the engine fails or its thread dies: then nothing of them came out.
   * @param rules of the destination, by which the results are checked as before an import
   */
  deidentify(items: readonly EngineItem[], rules: ContentRules): Promise<readonly Deidentified[]>;
  close(): void;
}

export interface DeidThread {
  /** @param knownOf what identifies a person, asked once for each person that items name */
  open(plan: DeidPlan, version: FhirVersion, knownOf: (person: string) => readonly KnownValue[]): DeidEngine;
  close(): Promise<void>;
}

/** One thread for all operations, started with the first. */
export function openDeidThread(): DeidThread {
  let thread: Thread | undefined;
  let engines = 0;
  return {
    open: (plan, version, knownOf) => {
      if (thread === undefined || thread.hasEnded) thread = new Thread();
      engines += 1;
      return openEngine(thread, { engine: engines, plan, version }, knownOf);
    },
    close: async () => {
      await thread?.stop();
    },
  };
}

/** Persons that the thread keeps at most. */
const MOST_REMEMBERED = 2000;

function openEngine(
  thread: Thread,
  { engine, plan, version }: { readonly engine: number; readonly plan: DeidPlan; readonly version: FhirVersion },
  knownOf: (person: string) => readonly KnownValue[],
): DeidEngine {
  const taught = new Set<string>();
  thread.tell({ kind: "open", engine, plan, version });
  return {
    deidentify: (items, rules) => {
      const { news, forgets } = meet(taught, new Set(items.flatMap(({ whose }) => whose.people)));
      const learns = news.map((person) => [person, knownOf(person)] as const);
      return thread.ask((id) => ({ kind: "work", engine, id, forgets, learns, items, rules }));
    },
    close: () => {
      thread.tell({ kind: "close", engine });
    },
  };
}

/** Notes who comes in a work: who was not known before, and who has not come for the longest time and is more than can be remembered. */
function meet(
  taught: Set<string>,
  people: ReadonlySet<string>,
): { readonly news: readonly string[]; readonly forgets: readonly string[] } {
  const news: string[] = [];
  for (const person of people) {
    if (!taught.delete(person)) news.push(person);
    taught.add(person);
  }
  const forgets = [...taught].slice(0, Math.max(0, taught.size - MOST_REMEMBERED));
  for (const person of forgets) taught.delete(person);
  return { news, forgets };
}

interface Waiting {
  resolve(results: readonly Deidentified[]): void;
  reject(error: Error): void;
}

class Thread {
  readonly #worker = new Worker(new URL("./engine-worker.ts", import.meta.url), { execArgv: [] });
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #end: Error | undefined;

  constructor() {
    this.#worker.unref();
    this.#worker.on("message", ({ id, results, failure }: EngineAnswer) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (results) waiting?.resolve(results);
      else waiting?.reject(new Error(failure));
    });
    this.#worker.on("error", (error: unknown) => {
      this.#finish(error instanceof Error ? error : new Error(String(error)));
    });
    this.#worker.once("exit", () => {
      this.#finish(new Error("The thread of the de-identification has ended."));
    });
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  tell(order: EngineOrder): void {
    if (!this.hasEnded) this.#worker.postMessage(order);
  }

  ask(order: (id: number) => EngineOrder): Promise<readonly Deidentified[]> {
    return new Promise((resolve, reject) => {
      if (this.#end) {
        reject(this.#end);
        return;
      }
      this.#lastId += 1;
      this.#waiting.set(this.#lastId, { resolve, reject });
      this.#worker.postMessage(order(this.#lastId));
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #finish(error: Error): void {
    this.#end ??= error;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#end);
    this.#waiting.clear();
  }
}
