/** The kinds of identifiers that text is inspected for, in the names of Google's catalogue of infoTypes. */
export const INFO_TYPES = [
  "AGE",
  "CREDIT_CARD_NUMBER",
  "DATE",
  "EMAIL_ADDRESS",
  "GENERIC_ID",
  "IP_ADDRESS",
  "LOCATION",
  "MAC_ADDRESS",
  "MEDICAL_RECORD_NUMBER",
  "ORGANIZATION_NAME",
  "PASSPORT",
  "PERSON_NAME",
  "PHONE_NUMBER",
  "SWIFT_CODE",
  "URL",
  "US_DRIVERS_LICENSE_NUMBER",
  "US_INDIVIDUAL_TAXPAYER_IDENTIFICATION_NUMBER",
  "US_SOCIAL_SECURITY_NUMBER",
  "US_VEHICLE_IDENTIFICATION_NUMBER",
] as const;
export type InfoType = (typeof INFO_TYPES)[number];

/** A stretch of text that identifies somebody; `end` is behind the last character. */
export interface Finding {
  readonly start: number;
  readonly end: number;
  readonly infoType: InfoType;
}

/** Regional processing cannot look these up (contract 13.2). */
export const NOT_REGIONAL: readonly InfoType[] = ["LOCATION", "ORGANIZATION_NAME"];
