import type { healthcare_v1 } from "@googleapis/healthcare";
import { BOOL, DURATION, STRING, STRING_MAP, type FieldsOf, type Message } from "#emulator/http/message.ts";

/** ConsentStore: contract section 12.1. */
export const CONSENT_STORE: Message = {
  typeName: "google.cloud.healthcare.v1.consent.ConsentStore",
  fields: {
    defaultConsentTtl: DURATION,
    enableConsentCreateOnUpdate: BOOL,
    labels: STRING_MAP,
    name: STRING,
  } satisfies FieldsOf<healthcare_v1.Schema$ConsentStore>,
};
