import { parseResourceName } from "#lib/contract/resource-name.ts";
import type { StoreAddress } from "#emulator/services/stores/rows.ts";

/** The address in the name of an HL7v2 store, undefined when it is no such name. */
export function parseStoreName(name: string): StoreAddress | undefined {
  const parsed = parseResourceName(name);
  if (parsed?.kind !== "store" || parsed.storeKind !== "hl7V2Stores") return undefined;
  const { kind: _kind, ...address } = parsed;
  return address;
}
