import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { requireStore, storeAddress, storeName } from "#emulator/services/stores/require-store.ts";

/** The store that a DICOMweb request is about. */
export interface DicomStore {
  /** `stores.id` */
  readonly id: number;
  /** `projects/…/dicomStores/s` */
  readonly name: string;
}

/** Throws GoogleError: 403 for a missing dataset, 404 for a missing store (contract section 23). */
export function requireDicomStore(request: EmulatorRequest, { database }: Pick<Context, "database">): DicomStore {
  return { id: requireStore(request, database).id, name: storeName(storeAddress(request)) };
}

/** `{origin}/v1/{store}/dicomWeb`: where the resources of a store are. */
export function dicomWebRoot(request: EmulatorRequest, store: DicomStore): string {
  return `${request.origin}/${request.apiVersion}/${store.name}/dicomWeb`;
}

/** A refusal in the words of DICOMweb: short plain text (contract 10.2). */
export class DicomWebError extends Error {
  readonly status: 400 | 404 | 406 | 409 | 413 | 415;
  constructor(status: DicomWebError["status"], message: string) {
    super(message);
    this.name = "DicomWebError";
    this.status = status;
  }
  reply(): Reply {
    return {
      status: this.status,
      headers: { "content-type": "text/plain; charset=utf-8" },
      body: this.message,
    };
  }
}
