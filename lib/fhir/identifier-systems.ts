/** Systems of identifiers that many hospitals use, by url: FHIR R4 "Known Identifier Systems" (identifier-registry.html) and national base profiles. */
export const IDENTIFIER_SYSTEMS: readonly (readonly [url: string, name: string])[] = [
  ["http://hl7.org/fhir/sid/us-ssn", "US social security number"],
  ["http://hl7.org/fhir/sid/us-npi", "US provider (NPI)"],
  ["http://hl7.org/fhir/sid/us-mbi", "US Medicare beneficiary (MBI)"],
  ["https://fhir.nhs.uk/Id/nhs-number", "NHS number (England)"],
  ["http://fhir.de/sid/gkv/kvid-10", "KVID (Germany)"],
  ["http://fhir.nl/fhir/NamingSystem/bsn", "BSN (Netherlands)"],
  ["urn:oid:1.2.250.1.213.1.4.8", "INS-NIR (France)"],
  ["http://ns.electronichealth.net.au/id/hi/ihi/1.0", "IHI (Australia)"],
  ["urn:dicom:uid", "DICOM unique identifier"],
  ["urn:ietf:rfc:3986", "the value is itself a URI (urn:oid:…, urn:uuid:…)"],
];
