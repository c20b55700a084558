import { z } from "zod";
import { ROLES } from "#lib/contract/roles.ts";

/** GET /api/console/session: who is asking and what the console is pointed at. 401 when nobody is signed in. */
export const consoleSessionSchema = z.object({
  user: z.object({ sub: z.string(), name: z.string(), roles: z.array(z.enum(ROLES)) }),
  /** Google IAM permission names that the roles hold; a control shows only when its permission is here. */
  permissions: z.array(z.string()),
  api: z.object({
    mode: z.enum(["emulator", "user", "service-account"]),
    /** Origin of the Cloud Healthcare API in use, for cURL: never a credential. */
    baseUrl: z.string(),
  }),
});
export type ConsoleSession = z.infer<typeof consoleSessionSchema>;
