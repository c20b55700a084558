import { z } from "zod";
import type { ConsoleSession } from "#lib/contract/console/session.ts";
import { ROLE_PERMISSIONS } from "#lib/contract/roles.ts";
import { consoleQuestion } from "./console-question.ts";

/** Who is asking. The one question that people without a role may ask: it tells them so. */
export const askSession = consoleQuestion(
  { method: "GET", path: "session", input: z.object({}), permissions: [] },
  ({ session, runtime: { config } }) => {
    const body: ConsoleSession = {
      user: { sub: session.subject, name: session.name, roles: [...session.roles] },
      permissions: [...new Set(session.roles.flatMap((role) => [...ROLE_PERMISSIONS[role]]))].toSorted(),
      api: { mode: config.api.credentials, baseUrl: config.api.baseUrl },
    };
    return { body };
  },
);
