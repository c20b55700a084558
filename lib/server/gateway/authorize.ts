import type { Method } from "#lib/contract/methods.ts";
import { missingPermission, ROLE_PERMISSIONS, ROLES, type Role } from "#lib/contract/roles.ts";
import { problem } from "#lib/server/problems.ts";
import type { Session } from "#lib/server/sessions.ts";
import { permissionsOf } from "./method-rights.ts";

/** @throws ProblemError PERMISSION_DENIED naming the permission that is missing and the roles that hold it */
export function authorizeMethod(session: Session, method: Method): void {
  requirePermissions(session, permissionsOf(method));
}

/** The same for the console's own questions. Without any role nothing is allowed, not even what needs no permission. */
export function requirePermissions(session: Session, permissions: readonly string[]): void {
  if (session.roles.length === 0) {
    throw problem(
      "PERMISSION_DENIED",
      "You are signed in but have no role in this console. Ask an admin to give you one.",
    );
  }
  const missing = missingPermission(session.roles, permissions);
  if (missing === undefined) return;
  throw problem(
    "PERMISSION_DENIED",
    `This needs the permission ${missing}, which ${holders(missing)} and your role does not.`,
    {
      permission: missing,
    },
  );
}

function holders(permission: string): string {
  const names: Role[] = ROLES.filter((role) => ROLE_PERMISSIONS[role].has(permission));
  if (names.length === 0) return "no role of this console has";
  return names.length === 1 ? `the role ${names[0]} has` : `the roles ${names.join(" and ")} have`;
}
