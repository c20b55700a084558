import type { Routes } from "#emulator/http/route.ts";
import { get, list } from "./read-handlers.ts";
import { create, ingest, patch, remove } from "./write-handlers.ts";

/** Messages of HL7v2 stores (contract section 11). */
export const HL7V2_ROUTES: Routes = {
  "datasets.hl7V2Stores.messages.create": create,
  "datasets.hl7V2Stores.messages.ingest": ingest,
  "datasets.hl7V2Stores.messages.get": get,
  "datasets.hl7V2Stores.messages.list": list,
  "datasets.hl7V2Stores.messages.patch": patch,
  "datasets.hl7V2Stores.messages.delete": remove,
};
