import { randomBytes } from "node:crypto";
import { planOf } from "#lib/deid/plan.ts";
import type { Context } from "#emulator/http/route.ts";
import type { Job, Json } from "#emulator/services/operations/runner.ts";
import { deidJobSchema, deidStateSchema } from "./deid-job.ts";
import { deidentifyDicomStore } from "./dicom/deidentify-dicom-store.ts";
import { deidentifyFhirStore } from "./fhir/deidentify-fhir-store.ts";
import { itemsToCopy } from "./items-to-copy.ts";
import { NODE_CRYPTO } from "./node-crypto.ts";

const DEID = "google.cloud.healthcare.v1.deidentify.DeidentifyService";
export const DEIDENTIFY_DATASET_METHOD = `${DEID}.DeidentifyDataset`;
export const DEIDENTIFY_FHIR_STORE_METHOD = `${DEID}.DeidentifyFhirStore`;
export const DEIDENTIFY_DICOM_STORE_METHOD = `${DEID}.DeidentifyDicomStore`;

const KEY_BYTES = 32;
const WORKERS = { fhirStores: deidentifyFhirStore, dicomStores: deidentifyDicomStore };

/**
 * Copies the stores of an operation through its configuration. Ends with a response also when items failed: they are in
 * `counter.failure` and in the log (contract 13.1). Resumed after a crash it goes on behind the last batch, and what is written again is
 * written the same.
 */
export async function deidentify(context: Context, job: Job): Promise<Json> {
  const request = deidJobSchema.parse(job.request);
  let state =
    job.state === undefined
      ? { key: randomBytes(KEY_BYTES).toString("base64"), done: 0, place: undefined }
      : deidStateSchema.parse(job.state);
  if (job.state === undefined) {
    const pending = itemsToCopy(context, job.dataset, request);
    if (pending !== undefined) job.progress({ pending });
    await job.checkpoint(state);
  }
  const plan = planOf(request.config, NODE_CRYPTO, () => Buffer.from(state.key, "base64"));
  for (const [index, pair] of request.pairs.entries()) {
    if (index < state.done) continue;
    const save = async (place: unknown, alongside?: () => void): Promise<void> => {
      state = { ...state, place };
      await job.checkpoint(state, alongside);
    };
    await WORKERS[pair.storeKind](context, job, { request, pair, plan, progress: { place: state.place, save } });
    state = { ...state, done: index + 1, place: undefined };
    await job.checkpoint(state);
  }
  return {};
}
