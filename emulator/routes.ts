import type { Routes } from "#emulator/http/route.ts";
import { DATASET_ROUTES } from "#emulator/services/datasets/routes.ts";
import { DEID_ROUTES } from "#emulator/services/deid/routes.ts";
import { DICOMWEB_ROUTES } from "#emulator/services/dicomweb/routes.ts";
import { fhirRoutes } from "#emulator/services/fhir/routes.ts";
import { bulkRoutes } from "#emulator/services/fhir/bulk/routes.ts";
import { transferRoutes } from "#emulator/services/fhir/transfer/routes.ts";
import { HL7V2_ROUTES } from "#emulator/services/hl7v2/routes.ts";
import { HL7V2_TRANSFER_ROUTES } from "#emulator/services/hl7v2/transfer/routes.ts";
import { IAM_ROUTES } from "#emulator/services/iam/routes.ts";
import { LOCATION_ROUTES } from "#emulator/services/locations/routes.ts";
import { OPERATION_ROUTES } from "#emulator/services/operations/routes.ts";
import { STORE_ROUTES } from "#emulator/services/stores/routes.ts";

/** Every method the emulator has built; COVERAGE.md is written from it. */
export const ROUTES: Routes = {
  ...LOCATION_ROUTES,
  ...DATASET_ROUTES,
  ...STORE_ROUTES,
  ...IAM_ROUTES,
  ...OPERATION_ROUTES,
  ...fhirRoutes,
  ...transferRoutes,
  ...bulkRoutes,
  ...HL7V2_ROUTES,
  ...HL7V2_TRANSFER_ROUTES,
  ...DICOMWEB_ROUTES,
  ...DEID_ROUTES,
};
