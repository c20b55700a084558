import type { healthcare_v1 } from "@googleapis/healthcare";
import { checkQuery } from "#emulator/http/admin-request.ts";
import { json } from "#emulator/http/errors.ts";
import type { Handler, Routes } from "#emulator/http/route.ts";
import { dicomStoreMetrics } from "#emulator/services/dicomweb/admin/metrics-handlers.ts";
import { fhirStoreMetrics } from "#emulator/services/fhir/metrics.ts";
import { hl7v2StoreMetrics } from "#emulator/services/hl7v2/metrics.ts";
import { requireStore, storeAddress, storeName } from "./require-store.ts";

const fhir: Handler = (request, context) => {
  checkQuery(request, []);
  const { id } = requireStore(request, context.database);
  const metrics = fhirStoreMetrics(context, id);
  const body: healthcare_v1.Schema$FhirStoreMetrics = {
    name: storeName(storeAddress(request)),
    ...(metrics.length > 0 && { metrics: [...metrics] }),
  };
  return json(body);
};

const hl7v2: Handler = (request, context) => {
  checkQuery(request, []);
  const { id } = requireStore(request, context.database);
  const metrics = hl7v2StoreMetrics(context, id);
  const body: healthcare_v1.Schema$Hl7V2StoreMetrics = {
    name: storeName(storeAddress(request)),
    ...(metrics.length > 0 && { metrics }),
  };
  return json(body);
};

const dicom: Handler = (request, context) => {
  checkQuery(request, []);
  const { id } = requireStore(request, context.database);
  const body: healthcare_v1.Schema$DicomStoreMetrics = {
    name: storeName(storeAddress(request)),
    ...dicomStoreMetrics(context, id),
  };
  return json(body);
};

export const METRIC_ROUTES: Routes = {
  "datasets.fhirStores.getFHIRStoreMetrics": fhir,
  "datasets.dicomStores.getDICOMStoreMetrics": dicom,
  "datasets.hl7V2Stores.getHL7v2StoreMetrics": hl7v2,
};
