/**
 * Marks operations of a FHIR store (`{F}/operations/{id}`, contract section 8.8): they run like the others but answer in FHIR's manner, and
 * the dataset's own list does not know them.
 */
export const FHIR_OPERATION_METHOD = "fhir.bulkExport";
