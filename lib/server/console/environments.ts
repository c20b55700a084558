import { z } from "zod";
import { environmentInputSchema, type EnvironmentLabel } from "#lib/contract/console/environments.ts";
import { parseResourceName } from "#lib/contract/resource-name.ts";
import { problem } from "#lib/server/problems.ts";
import type { Runtime } from "#lib/server/runtime.ts";
import { consoleQuestion } from "./console-question.ts";

export const listEnvironments = consoleQuestion(
  { method: "GET", path: "environments", input: z.object({}), permissions: ["healthcare.datasets.list"] },
  async ({ runtime }) => ({ body: await allLabels(runtime) }),
);

export const setEnvironment = consoleQuestion(
  {
    method: "PUT",
    path: "environments",
    input: environmentInputSchema,
    permissions: ["healthcare.datasets.update"],
    resource: ({ name }) => name,
  },
  async ({ input, session, runtime }) => {
    const kind = parseResourceName(input.name)?.kind;
    if (kind !== "project" && kind !== "dataset")
      throw problem("INVALID_ARGUMENT", "name: must be a project or a dataset.");
    await runtime.labels.set(input.name, input.environment, `${session.issuer} ${session.subject}`);
    return { body: await allLabels(runtime) };
  },
);

async function allLabels(runtime: Runtime): Promise<{ environments: EnvironmentLabel[] }> {
  return { environments: [...(await runtime.labels.list())] };
}
