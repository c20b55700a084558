import type { FrameLayout } from "#lib/dicom/frame-layout.ts";
import type { EmulatorRequest } from "#emulator/http/route.ts";
import type { Database } from "#emulator/store/database.ts";
import { DicomWebError, type DicomStore } from "#emulator/services/dicomweb/dicom-store.ts";
import { INSTANCE_COLUMNS, scopeOf, selectInstances, type InstanceRow } from "./find-instances.ts";
import { readLayout } from "./frame-source.ts";

interface FrameRow extends InstanceRow {
  readonly layout: string;
}

/** The instance that a request names, and where its frames are. Throws DicomWebError: 404 without it, 400 when it has no frames. */
export function findFrames(
  database: Database,
  store: DicomStore,
  request: Pick<EmulatorRequest, "params">,
): { readonly row: InstanceRow; readonly layout: FrameLayout } {
  const [row] = selectInstances<FrameRow>(database, store, scopeOf(request), {
    columns: `${INSTANCE_COLUMNS}, ifnull(document.layout, '') AS layout`,
    join: "JOIN dicom_documents AS document ON document.instance = instance.id",
  });
  if (!row) throw new DicomWebError(404, "The DICOM instance does not exist.");
  return { row, layout: readLayout(row.layout) };
}
