/**
 * Writes lib/contract/methods.ts: one row per method of the Cloud Healthcare API v1.
 *
 * Id and verb are read off the installed @googleapis/healthcare. The package prints only short templates (`v1/{+name}`), so the full
 * path and the IAM permissions come from method-facts.json, and both lists must name the same methods with fitting templates: when a new
 * release of the package adds, drops or changes one, this script stops and says which.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { healthcare_v1 } from "@googleapis/healthcare";
import { z } from "zod";

const ROOT = "v1/projects/{project}/locations/{location}";

const fact = z.object({
  id: z.string(),
  path: z.string(),
  permissions: z.array(z.string()),
  /** Only on the rows that the wire has and the package lacks. */
  verb: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).optional(),
});

interface PackageMethod {
  verb: string;
  template: string;
}

function packageMethods(): Map<string, PackageMethod> {
  const found = new Map<string, PackageMethod>();
  for (const [className, value] of Object.entries(healthcare_v1)) {
    if (typeof value !== "function" || !className.startsWith("Resource$Projects$Locations")) continue;
    const collection = className.split("$").slice(3).map(collectionName);
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(value.prototype))) {
      const source = String(property.value);
      const template = /rootUrl \+ '\/([^']+)'/.exec(source)?.[1];
      const verb = /method: '([A-Z]+)'/.exec(source)?.[1];
      if (name === "constructor" || !template || !verb) continue;
      found.set([...collection, name].join("."), { verb, template });
    }
  }
  return found;
}

const SPELLINGS: Record<string, string> = {
  Fhirstores: "fhirStores",
  Dicomstores: "dicomStores",
  Hl7v2stores: "hl7V2Stores",
  Consentstores: "consentStores",
  Attributedefinitions: "attributeDefinitions",
  Consentartifacts: "consentArtifacts",
  Userdatamappings: "userDataMappings",
  Datamapperworkspaces: "dataMapperWorkspaces",
  Dicomweb: "dicomWeb",
};

function collectionName(part: string): string {
  return SPELLINGS[part] ?? part.charAt(0).toLowerCase() + part.slice(1);
}

/** True when the package's short template can expand to the full path: `{+x}` stands for one or more segments, `{x}` for one. */
function fits(template: string, path: string): boolean {
  const literal = (text: string): string => text.replace(/[$.:]/g, String.raw`\$&`);
  const pattern = template
    .split(/(\{\+?\w+\})/)
    .map((part) =>
      literal(part)
        .replace(/^\{\+\w+\}$/, "[^:]+")
        .replace(/^\{\w+\}$/, "[^/:]+"),
    )
    .join("");
  return new RegExp(`^${pattern}$`).test(path);
}

function main(): void {
  const facts = z.array(fact).parse(JSON.parse(readFileSync(new URL("method-facts.json", import.meta.url), "utf8")));
  const installed = packageMethods();
  const problems: string[] = [];
  const rows = facts.map((row) => {
    const method = installed.get(row.id);
    installed.delete(row.id);
    const path = ROOT.replace(row.id === "locations.list" || row.id === "list" ? "/{location}" : "", "") + row.path;
    const fullPath = row.path.startsWith("v1/") ? row.path : path;
    if (!method && !row.verb) problems.push(`${row.id}: in method-facts.json, not in the package`);
    if (method && !fits(method.template, fullPath))
      problems.push(`${row.id}: ${method.template} does not fit ${fullPath}`);
    const permissions = row.permissions.map((permission) => `healthcare.${permission}`);
    return {
      id: `healthcare.projects.locations.${row.id}`,
      verb: method?.verb ?? row.verb,
      path: fullPath,
      permissions,
    };
  });
  for (const id of installed.keys()) problems.push(`${id}: in the package, not in method-facts.json`);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  writeFileSync(new URL("../lib/contract/methods.ts", import.meta.url), render(rows));
}

function render(rows: object[]): string {
  return `// Written by scripts/generate-methods.ts from the installed @googleapis/healthcare. Do not edit.
export interface Method {
  /** Google's method id, e.g. healthcare.projects.locations.datasets.list */
  readonly id: string;
  readonly verb: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Full path template without the leading slash; {name} is one path segment. */
  readonly path: string;
  /** IAM permissions the caller needs, all of them. */
  readonly permissions: readonly string[];
}

export const METHODS: readonly Method[] = [
${rows.map((row) => `  ${JSON.stringify(row)},`).join("\n")}
];
`;
}

main();
