import { ProblemError } from "#lib/contract/problem.ts";
import { instancePath, type SeriesAddress } from "./dicom-study.ts";
import { storeInstances } from "./dicom-store.ts";
import { callGateway } from "./gateway.ts";

export interface Replacement {
  readonly series: SeriesAddress;
  /** SOP Instance UID. */
  readonly instance: string;
  /** What is to stand in the store. */
  readonly file: Blob;
  /** Of every request: the unlock header. */
  readonly headers: Readonly<Record<string, string>>;
}

/** How a replacement ended; `back` means that the former instance is in the store again, `lost` that neither is. */
export interface Replaced {
  readonly kind: "done" | "back" | "lost";
  /** Why, when it is not done. */
  readonly reason: string;
}

const NEVER = new AbortController().signal;

/**
 * Puts a file in the place of a stored instance with the same UIDs: the API overwrites nothing, so the former one is deleted and the file
 * stored. The former one is fetched first, and stored again when the file is refused. Rejects with ProblemError while nothing is changed yet.
 */
export async function replaceInstance({ series, instance, file, headers }: Replacement): Promise<Replaced> {
  const path = instancePath(series, instance);
  const stored = await callGateway(path, { headers: { accept: "application/dicom; transfer-syntax=*" } });
  const former = await stored.blob();
  await callGateway(path, { method: "DELETE", headers });
  const refusal = await store(series.store, file, headers);
  if (refusal === undefined) return { kind: "done", reason: "" };
  const loss = await store(series.store, former, headers);
  return loss === undefined ? { kind: "back", reason: refusal } : { kind: "lost", reason: refusal };
}

/** Why the store does not have the file now; undefined when it has. */
async function store(name: string, file: Blob, headers: Replacement["headers"]): Promise<string | undefined> {
  try {
    const { failed, stored } = await storeInstances(name, [file], { headers, signal: NEVER, onSent: () => undefined });
    if (stored.length > 0) return undefined;
    return failed[0]?.reason ?? "The store's answer does not tell what became of it.";
  } catch (error) {
    return error instanceof ProblemError ? error.problem.message : "The request failed.";
  }
}
