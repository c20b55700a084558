import { buffer } from "node:stream/consumers";
import type { BetaConfig } from "#lib/deid/beta-config.ts";
import { readBetaConfig } from "#lib/deid/check-beta-config.ts";
import { readDeidentifyConfig } from "#lib/deid/check-config.ts";
import { isVr } from "#lib/dicom/vr.ts";
import { fieldViolationError } from "#emulator/http/errors.ts";
import { parseMessage } from "#emulator/http/parse-message.ts";
import type { Context } from "#emulator/http/route.ts";
import type { ApiVersion } from "#emulator/services/operations/runner.ts";
import { BETA_DEIDENTIFY_CONFIG } from "#emulator/services/stores/beta-deidentify-messages.ts";
import { DEIDENTIFY_CONFIG } from "#emulator/services/stores/deidentify-messages.ts";
import { badField } from "./bad-field.ts";
import { requireMetadataStore } from "./metadata-store.ts";
import { tagOf } from "./tag-word.ts";

const LARGEST_BYTES = 10 * 1024 * 1024;

/**
 * The configuration of a request: in its body, or as JSON in a bucket; one of the two (contract 13.1).
 * @param body its `config` is checked by its message already
 * @throws GoogleError 400 with every field that is wrong
 */
export async function readConfig(
  context: Context,
  body: { readonly config?: unknown; readonly gcsConfigUri: string },
  version: ApiVersion,
): Promise<BetaConfig> {
  const { config: given, gcsConfigUri: uri } = body;
  if (given !== undefined && uri !== "")
    throw badField("config", "Only one of config and gcs_config_uri can be specified.");
  if (given === undefined && uri === "") throw badField("config", "One of config and gcs_config_uri is required.");
  const json = given ?? (await configInBucket(context, uri, version));
  const isTag = (word: string): boolean => tagOf(word) !== undefined;
  const read = version === "v1" ? readDeidentifyConfig(json, isTag) : readBetaConfig(json, { isTag, isVr });
  if ("violations" in read)
    throw fieldViolationError(read.violations.map(({ description }) => description).join("\n"), read.violations);
  const config: BetaConfig = read.config;
  const output = config.operationMetadata?.fhirOutput;
  if (output) requireMetadataStore(context, output.fhirStore);
  return config;
}

async function configInBucket({ buckets }: Context, uri: string, version: ApiVersion): Promise<unknown> {
  const [object] = await buckets.match(uri);
  if (!object || object.sizeBytes > LARGEST_BYTES)
    throw badField("gcs_config_uri", `the object must be smaller than ${LARGEST_BYTES} bytes.`);
  const message = version === "v1" ? DEIDENTIFY_CONFIG : BETA_DEIDENTIFY_CONFIG;
  return parseMessage(message, "config", await buffer(await buckets.createReadStream(uri)));
}
