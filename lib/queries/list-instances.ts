import { z } from "zod";
import { textOf, type DicomAttributes } from "#lib/dicom/attributes.ts";
import { studyPath, type StudyAddress } from "./dicom-study.ts";
import { callGateway } from "./gateway.ts";

/** An instance by its UIDs. */
export interface ListedInstance {
  readonly series: string;
  readonly instance: string;
}

/** As many as the API tells at once. */
const PAGE = 50_000;
const rowsSchema = z.array(z.custom<DicomAttributes>((value) => typeof value === "object" && value !== null));

/** All instances of a study, however many. Rejects with ProblemError. */
export async function listInstances(study: StudyAddress, signal?: AbortSignal): Promise<readonly ListedInstance[]> {
  const found: ListedInstance[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const response = await callGateway(`${studyPath(study)}/instances?limit=${PAGE}&offset=${offset}`, {
      headers: { accept: "application/dicom+json" },
      ...(signal ? { signal } : {}),
    });
    // 204 is the API's empty answer.
    const rows = response.status === 204 ? [] : rowsSchema.parse(await response.json());
    for (const row of rows)
      found.push({ series: textOf(row, "0020000E") ?? "", instance: textOf(row, "00080018") ?? "" });
    if (rows.length < PAGE) return found;
  }
}
