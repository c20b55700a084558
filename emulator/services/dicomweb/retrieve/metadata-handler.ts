import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { acceptsJson } from "#emulator/services/dicomweb/accept.ts";
import { dicomWebRoot, requireDicomStore } from "#emulator/services/dicomweb/dicom-store.ts";
import { BULK_MARK } from "#emulator/services/dicomweb/imaging/index-instance.ts";
import { scopeOf, selectInstances } from "./find-instances.ts";

interface MetadataRow {
  readonly [column: string]: string;
  readonly series: string;
  readonly instance: string;
  readonly metadata: string;
}

/** `GET …/metadata` of a study, series or instance (contract 10.4). */
export function retrieveMetadata(request: EmulatorRequest, context: Context): Reply {
  const store = requireDicomStore(request, context);
  acceptsJson(request.headers.accept);
  const scope = scopeOf(request);
  const rows = selectInstances<MetadataRow>(context.database, store, scope, {
    columns: "series.uid AS series, instance.uid AS instance, document.metadata",
    join: "JOIN dicom_documents AS document ON document.instance = instance.id",
  });
  const root = `${dicomWebRoot(request, store)}/studies/${scope.study}/series`;
  const documents = rows.map(({ series, instance, metadata }) =>
    metadata.replaceAll(BULK_MARK, `${root}/${series}/instances/${instance}/bulkdata/`),
  );
  return {
    status: 200,
    headers: { "content-type": "application/dicom+json; charset=utf-8" },
    body: `[${documents.join(",\n")}]`,
  };
}
