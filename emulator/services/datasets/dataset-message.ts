import type { healthcare_v1 } from "@googleapis/healthcare";
import { fieldViolationError } from "#emulator/http/errors.ts";
import { BOOL, messageOf, STRING, type FieldsOf, type Message } from "#emulator/http/message.ts";
import type { MessageJson } from "#emulator/http/parse-message.ts";

const encryptionSpec: Message = {
  typeName: "google.cloud.healthcare.v1.dataset.EncryptionSpec",
  fields: { kmsKeyName: STRING } satisfies FieldsOf<healthcare_v1.Schema$EncryptionSpec>,
};

export const DATASET: Message = {
  typeName: "google.cloud.healthcare.v1.dataset.Dataset",
  fields: {
    encryptionSpec: messageOf(() => encryptionSpec),
    name: STRING,
    satisfiesPzi: BOOL,
    satisfiesPzs: BOOL,
    timeZone: STRING,
  } satisfies FieldsOf<healthcare_v1.Schema$Dataset>,
};

/** Throws 400 for a time zone that is no IANA name, or an encryption key that is not in the dataset's location (contract section 4). */
export function checkDataset(dataset: MessageJson, location: string): void {
  const { timeZone, encryptionSpec: spec } = dataset;
  if (typeof timeZone === "string" && !isTimeZone(timeZone))
    throw bad(
      "dataset.time_zone",
      `Invalid time zone ${JSON.stringify(timeZone.slice(0, 100))}: it must be an IANA name such as "Europe/Paris".`,
    );
  if (typeof spec !== "object" || spec === null) return;
  const key = "kmsKeyName" in spec ? spec.kmsKeyName : undefined;
  const place = typeof key === "string" ? KEY_NAME.exec(key)?.[1] : undefined;
  if (place !== location)
    throw bad(
      "dataset.encryption_spec.kms_key_name",
      `The key must be named projects/*/locations/${location}/keyRings/*/cryptoKeys/*, in the location of the dataset.`,
    );
}

const KEY_NAME = /^projects\/[^/]+\/locations\/([^/]+)\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/;

/** Intl also takes offsets such as `+01:00`, which are no names. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

function bad(field: string, description: string): Error {
  return fieldViolationError(description, [{ field, description }]);
}
