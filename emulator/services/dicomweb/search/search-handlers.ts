import { dicomJsonText, type DicomJson } from "#lib/dicom/dicom-json.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { acceptsJson } from "#emulator/services/dicomweb/accept.ts";
import { dicomWebRoot, requireDicomStore } from "#emulator/services/dicomweb/dicom-store.ts";
import { BULK_MARK } from "#emulator/services/dicomweb/imaging/index-instance.ts";
import { readSearchQuery, type Level, type SearchQuery } from "./search-query.ts";
import { isWhole, searchRows, type SearchRow } from "./search-rows.ts";

/** QIDO-RS at one level, within the study and series that the address names (contract 10.5). "No match: 204 with empty body." */
export function search(level: Level, request: EmulatorRequest, context: Context): Reply {
  const store = requireDicomStore(request, context);
  acceptsJson(request.headers.accept);
  const query = readSearchQuery(request.query, level);
  const { study, series } = request.params;
  const rows = searchRows(context.database, { store: store.id, level, study, series }, query);
  if (rows.length === 0) return { status: 204 };
  const root = dicomWebRoot(request, store);
  const answers = rows.map((row) => answerText(level, row, query, root));
  return {
    status: 200,
    headers: { "content-type": "application/dicom+json; charset=utf-8" },
    body: `[${answers.join(",")}]`,
  };
}

function answerText(level: Level, row: SearchRow, query: SearchQuery, root: string): string {
  if (!isWhole(query)) return `{${row.attributes}}`;
  const bulk = `${root}/studies/${row.study}/series/${row.series}/instances/${row.instance}/bulkdata/`;
  const whole = (level === "instance" ? row.more : `{${row.more}}`).replaceAll(BULK_MARK, bulk);
  if (query.include === "all") return whole;
  const asked = query.include;
  const all = JSON.parse(whole) as DicomJson;
  const defaults = JSON.parse(`{${row.attributes}}`) as DicomJson;
  const added = Object.fromEntries(Object.entries(all).filter(([tag]) => asked.has(tag)));
  return dicomJsonText({ ...defaults, ...added });
}
