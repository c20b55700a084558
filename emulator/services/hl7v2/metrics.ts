import type { healthcare_v1 } from "@googleapis/healthcare";
import type { Context } from "#emulator/http/route.ts";

/** Messages and bytes per message type of a store, only types with messages, in alphabetical order (contract 11.1). */
export function hl7v2StoreMetrics(
  context: Pick<Context, "database">,
  storeId: number,
): healthcare_v1.Schema$Hl7V2StoreMetric[] {
  return context.database
    .all<{ message_type: string; count: number; bytes: number }>(
      "SELECT message_type, count, bytes FROM hl7v2_types WHERE store = ? AND count > 0 ORDER BY message_type",
      storeId,
    )
    .map(({ message_type: messageType, count, bytes }) => ({
      ...(messageType === "" ? {} : { messageType }),
      count: String(count),
      structuredStorageSizeBytes: String(bytes),
    }));
}
