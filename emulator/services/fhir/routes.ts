import type { Routes } from "#emulator/http/route.ts";
import { binaryCreate, binaryRead, binaryUpdate, binaryVread } from "./binary-handlers.ts";
import { executeBundle } from "./bundle-handler.ts";
import { everything } from "./everything.ts";
import { history } from "./history-handlers.ts";
import { metadata, validate } from "./operation-handlers.ts";
import { read, vread } from "./read-handlers.ts";
import { searchAll, searchOne } from "./search-handlers.ts";
import {
  conditionalPatch,
  conditionalRemove,
  conditionalUpdate,
  create,
  patch,
  purge,
  remove,
  update,
} from "./write-handlers.ts";

/** FHIR calls of a store (contract section 8). */
export const fhirRoutes: Routes = {
  "datasets.fhirStores.fhir.capabilities": metadata,
  "datasets.fhirStores.fhir.read": read,
  "datasets.fhirStores.fhir.vread": vread,
  "datasets.fhirStores.fhir.history": history,
  "datasets.fhirStores.fhir.create": create,
  "datasets.fhirStores.fhir.update": update,
  "datasets.fhirStores.fhir.patch": patch,
  "datasets.fhirStores.fhir.delete": remove,
  "datasets.fhirStores.fhir.conditionalUpdate": conditionalUpdate,
  "datasets.fhirStores.fhir.conditionalPatch": conditionalPatch,
  "datasets.fhirStores.fhir.conditionalDelete": conditionalRemove,
  "datasets.fhirStores.fhir.ResourcePurge": purge,
  "datasets.fhirStores.fhir.ResourceValidate": validate,
  "datasets.fhirStores.fhir.PatientEverything": everything,
  "datasets.fhirStores.fhir.executeBundle": executeBundle,
  "datasets.fhirStores.fhir.search": searchAll,
  "datasets.fhirStores.fhir.searchByGet": searchAll,
  "datasets.fhirStores.fhir.searchType": searchOne,
  "datasets.fhirStores.fhir.searchTypeByGet": searchOne,
  "datasets.fhirStores.fhir.BinaryCreate": binaryCreate,
  "datasets.fhirStores.fhir.BinaryRead": binaryRead,
  "datasets.fhirStores.fhir.BinaryUpdate": binaryUpdate,
  "datasets.fhirStores.fhir.BinaryVread": binaryVread,
};
