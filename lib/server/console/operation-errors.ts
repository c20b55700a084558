import { operationErrorsInputSchema, operationErrorsSchema } from "#lib/contract/console/operation-errors.ts";
import { methodById, methodPath } from "#lib/contract/match-method.ts";
import { parseResourceName } from "#lib/contract/resource-name.ts";
import { problem } from "#lib/server/problems.ts";
import { consoleQuestion } from "./console-question.ts";

/** The emulator's own list of what failed in an operation; Google writes that list to Cloud Logging instead. */
export const askOperationErrors = consoleQuestion(
  {
    method: "GET",
    path: "operation-errors",
    input: operationErrorsInputSchema,
    permissions: ["healthcare.operations.get"],
    resource: ({ name }) => name,
  },
  async ({ input, runtime }) => {
    const name = parseResourceName(input.name);
    if (name?.kind !== "operation") throw problem("INVALID_ARGUMENT", "name: must be the name of an operation.");
    if (runtime.config.api.credentials !== "emulator") {
      throw problem(
        "UNIMPLEMENTED",
        "Google keeps the failed items of an operation in Cloud Logging; open the operation's logsUrl.",
      );
    }
    const { kind: _, ...params } = name;
    const operation = methodPath(methodById("healthcare.projects.locations.datasets.operations.get"), params);
    const page = input.pageToken === undefined ? "" : `?${new URLSearchParams({ pageToken: input.pageToken })}`;
    const answer = await runtime.upstream.send({
      verb: "GET",
      target: `/__emulator${operation}/errors${page}`,
      headers: ["accept", "application/json"],
      body: undefined,
      caller: undefined,
    });
    if (answer.status !== 200) {
      answer.destroy();
      throw problem("NOT_FOUND", "The emulator keeps no errors for that operation.", { hop: "healthcare-api" });
    }
    return { body: operationErrorsSchema.parse(JSON.parse(await answer.text())) };
  },
);
