import { buffer } from "node:stream/consumers";
import { readDeidentifyConfig } from "#lib/deid/check-config.ts";
import type { DeidentifyConfig } from "#lib/deid/config.ts";
import { fieldViolationError, type GoogleError } from "#emulator/http/errors.ts";
import { parseMessage } from "#emulator/http/parse-message.ts";
import type { Context } from "#emulator/http/route.ts";
import { tagOf } from "./tag-word.ts";
import { DEIDENTIFY_CONFIG } from "#emulator/services/stores/deidentify-messages.ts";

const LARGEST_BYTES = 10 * 1024 * 1024;

/**
 * The configuration of a request: in its body, or as JSON in a bucket; one of the two (contract 13.1).
 * @param given the body's `config`, checked by its message
 * @throws GoogleError 400 with every field that is wrong
 */
export async function readConfig(context: Context, given: unknown, uri: string): Promise<DeidentifyConfig> {
  if (given !== undefined && uri !== "")
    throw badField("config", "Only one of config and gcs_config_uri can be specified.");
  if (given === undefined && uri === "") throw badField("config", "One of config and gcs_config_uri is required.");
  const read = readDeidentifyConfig(given ?? (await configInBucket(context, uri)), (word) => tagOf(word) !== undefined);
  if ("config" in read) return read.config;
  throw fieldViolationError(read.violations.map(({ description }) => description).join("\n"), read.violations);
}

/** A 400 that names its field. */
export function badField(field: string, reason: string): GoogleError {
  const description = `Invalid value at '${field}': ${reason}`;
  return fieldViolationError(description, [{ field, description }]);
}

async function configInBucket({ buckets }: Context, uri: string): Promise<unknown> {
  const [object] = await buckets.match(uri);
  if (!object || object.sizeBytes > LARGEST_BYTES)
    throw badField("gcs_config_uri", `the object must be smaller than ${LARGEST_BYTES} bytes.`);
  return parseMessage(DEIDENTIFY_CONFIG, "config", await buffer(await buckets.createReadStream(uri)));
}
