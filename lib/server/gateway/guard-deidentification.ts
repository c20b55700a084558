import type { Method } from "#lib/contract/methods.ts";
import type { EnvironmentLabels } from "#lib/server/environment-labels.ts";
import { problem } from "#lib/server/problems.ts";

/**
 * Out of production only what was tried may be de-identified, and what was done must be provable: the console's own question sees to both, so
 * the bare method is closed there.
 * @param resource `projects/…:deidentify`
 * @throws ProblemError FAILED_PRECONDITION
 */
export async function guardDeidentification(
  labels: EnvironmentLabels,
  method: Method,
  resource: string,
): Promise<void> {
  if (!method.id.endsWith(".deidentify")) return;
  if ((await labels.nearest(resource))?.environment !== "production") return;
  throw problem(
    "FAILED_PRECONDITION",
    "De-identification out of production is launched on the page De-identify (POST /api/console/deid-runs): it asks for a dry run that has passed, and keeps evidence.",
  );
}
