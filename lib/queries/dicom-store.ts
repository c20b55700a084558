import { apiPath } from "./api-path.ts";
import { callGateway } from "./gateway.ts";

/**
 * Stores one DICOM file by STOW-RS. Rejects with ProblemError, also when the store refuses the instance.
 * @param store resource name of the DICOM store
 * @param unlock headers of somebody who unlocked production
 */
export async function storeInstance(
  store: string,
  file: Uint8Array<ArrayBuffer>,
  unlock: Readonly<Record<string, string>>,
): Promise<void> {
  await callGateway(apiPath(store, "/dicomWeb/studies"), {
    method: "POST",
    headers: { "content-type": "application/dicom", accept: "application/dicom+json", ...unlock },
    body: file,
  });
}
