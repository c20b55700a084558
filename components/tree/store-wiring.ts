import { z } from "zod";
import type { ConfiguredResource } from "#lib/queries/stores.ts";

const wiringSchema = z.looseObject({
  notificationConfig: z.looseObject({ pubsubTopic: z.string().default("") }).optional(),
  notificationConfigs: z
    .array(
      z.looseObject({
        pubsubTopic: z.string().default(""),
        filter: z.string().optional(),
        sendFullResource: z.boolean().default(false),
      }),
    )
    .default([]),
  streamConfigs: z
    .array(
      z.looseObject({
        resourceTypes: z.array(z.string()).default([]),
        bigqueryDestination: z
          .looseObject({ datasetUri: z.string().optional(), tableUri: z.string().optional() })
          .optional(),
        deidentifiedStoreDestination: z.looseObject({ store: z.string().default("") }).optional(),
      }),
    )
    .default([]),
});

export interface WiringFact {
  readonly label: string;
  readonly value: string;
  readonly help?: string;
}

/** Where a store sends its changes: Pub/Sub topics, BigQuery streams, de-identified copies. */
export function wiringFacts(store: ConfiguredResource): WiringFact[] {
  const wiring = wiringSchema.safeParse(store).data;
  if (!wiring) return [];
  const single = wiring.notificationConfig?.pubsubTopic
    ? [{ label: "Pub/Sub", value: wiring.notificationConfig.pubsubTopic }]
    : [];
  const topics = wiring.notificationConfigs.map((config) => ({
    label: "Pub/Sub",
    value: config.pubsubTopic,
    help:
      config.filter ??
      (config.sendFullResource ? "The whole resource is sent: patient data leaves the store." : "Only names are sent."),
  }));
  const streams = wiring.streamConfigs.map((config) => ({
    label: config.deidentifiedStoreDestination ? "De-identified copy" : "BigQuery",
    value:
      config.deidentifiedStoreDestination?.store ??
      config.bigqueryDestination?.datasetUri ??
      config.bigqueryDestination?.tableUri ??
      "",
    help: config.resourceTypes.length > 0 ? config.resourceTypes.join(", ") : "Everything",
  }));
  return [...single, ...topics, ...streams];
}
