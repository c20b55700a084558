import { z } from "zod";
import type { Terminator } from "#lib/hl7v2/inspect-draft.ts";
import type { ConfiguredResource } from "#lib/queries/stores.ts";

const configSchema = z.object({ parserConfig: z.object({ segmentTerminator: z.string().optional() }).optional() });

/** What ends a segment for the parser of a store: CR unless its configuration says otherwise (contract section 11.6). */
export function storeTerminator(store: ConfiguredResource | undefined): Terminator {
  const parsed = configSchema.safeParse(store);
  const text = atob((parsed.success && parsed.data.parserConfig?.segmentTerminator) || "");
  return text === "\n" || text === "\r\n" ? text : "\r";
}
