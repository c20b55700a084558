import { seriesPath, studyPath, type SeriesAddress, type StudyAddress } from "./dicom-study.ts";
import { callGateway } from "./gateway.ts";
import { finishedOperation, operationSchema, type Operation } from "./operations.ts";

/** A study, or one of its series. */
export type ImageScope = StudyAddress | SeriesAddress;

/** A large study is deleted in minutes, and nobody waits at a screen for longer. */
const WAIT_MS = 30 * 60_000;

/** `/v1/…` of a study or series. */
export function scopePath(scope: ImageScope): string {
  return "series" in scope ? seriesPath(scope) : studyPath(scope);
}

/**
 * Deletes a study or series, which the API does as an operation, and waits for its end. Rejects with ProblemError.
 * @param onProgress sees the operation, with its counters, each time it was asked for
 */
export async function deleteImages(
  scope: ImageScope,
  headers: Readonly<Record<string, string>>,
  onProgress: (operation: Operation) => void,
): Promise<void> {
  const response = await callGateway(scopePath(scope), { method: "DELETE", headers });
  const started = operationSchema.parse(await response.json());
  onProgress(started);
  await finishedOperation(started, { atMost: WAIT_MS, onProgress });
}
