import type { ConsoleSession } from "#lib/contract/console/session.ts";

const ROLE_TITLES: Readonly<Record<ConsoleSession["user"]["roles"][number], string>> = {
  steward: "Clinical data steward",
  imaging: "Imaging team",
  admin: "Administrator",
};

/** The roles of a person in words: "Clinical data steward, Imaging team". */
export function roleTitles(roles: ConsoleSession["user"]["roles"]): string {
  return roles.map((role) => ROLE_TITLES[role]).join(", ");
}
