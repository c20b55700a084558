import { METHODS, type Method } from "#lib/contract/methods.ts";
import { ROUTES } from "./routes.ts";

const PREFIX = "healthcare.projects.locations.";

/** COVERAGE.md as Markdown: every row of the method table by collection, and whether the emulator has built it or answers 501. */
export function renderCoverage(): string {
  const built = METHODS.filter(isBuilt).length;
  const collections = Map.groupBy(METHODS, collectionOf);
  return `# Coverage of the Cloud Healthcare API v1

Written by \`scripts/generate-coverage.ts\` from the method table and the emulator's handlers. Do not edit.

${built} of ${METHODS.length} methods are built. The others answer 501 \`UNIMPLEMENTED\` in Google's error envelope.

${[...collections].map(([name, methods]) => renderCollection(name, methods)).join("\n")}`;
}

function isBuilt(method: Method): boolean {
  return method.id.slice(PREFIX.length) in ROUTES;
}

function collectionOf(method: Method): string {
  return method.id.slice(PREFIX.length).split(".").slice(0, -1).join(".") || "locations";
}

function renderCollection(name: string, methods: readonly Method[]): string {
  const rows = methods.map((method) => {
    const path = method.path.replace("v1/projects/{project}/locations", "…");
    return `| ${method.id.split(".").at(-1) ?? ""} | ${method.verb} | \`${path}\` | ${isBuilt(method) ? "built" : "501"} |`;
  });
  const built = methods.filter(isBuilt).length;
  return `## ${name} (${built} of ${methods.length})\n\n| method | verb | path | state |\n|---|---|---|---|\n${rows.join("\n")}\n`;
}
