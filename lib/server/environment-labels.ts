import { eq } from "drizzle-orm";
import type { Environment, EnvironmentLabel } from "#lib/contract/console/environments.ts";
import type { Database } from "./database.ts";
import { environments, milestones } from "./schema.ts";

/** How long another replica's change may go unnoticed. */
const TRUST_MS = 2000;
const SAMPLE_LOCATION = "projects/demo-hospital/locations/us-central1";
const SAMPLE_LABELS: readonly EnvironmentLabel[] = [
  { name: `${SAMPLE_LOCATION}/datasets/clinical-production`, environment: "production" },
  { name: `${SAMPLE_LOCATION}/datasets/research`, environment: "research" },
  { name: `${SAMPLE_LOCATION}/datasets/sandbox`, environment: "sandbox" },
];

export interface EnvironmentLabels {
  list(): Promise<readonly EnvironmentLabel[]>;
  /** Labels a project or dataset, or clears its label with null. */
  set(name: string, environment: Environment | null, setBy: string): Promise<void>;
  /** The label that counts for a resource: its own or the nearest one upwards. */
  nearest(resource: string): Promise<EnvironmentLabel | undefined>;
}

export function createEnvironmentLabels(database: Database): EnvironmentLabels {
  let known: { readonly labels: readonly EnvironmentLabel[]; readonly readAt: number } | undefined;

  const list = async (): Promise<readonly EnvironmentLabel[]> => {
    if (known && Date.now() - known.readAt < TRUST_MS) return known.labels;
    const labels = await database.state
      .select({ name: environments.name, environment: environments.environment })
      .from(environments)
      .orderBy(environments.name);
    known = { labels, readAt: Date.now() };
    return labels;
  };

  return {
    list,
    set: async (name, environment, setBy) => {
      if (environment === null) await database.state.delete(environments).where(eq(environments.name, name));
      else {
        const label = { environment, setBy, setAt: new Date() };
        await database.state
          .insert(environments)
          .values({ name, ...label })
          .onConflictDoUpdate({ target: environments.name, set: label });
      }
      known = undefined;
    },
    nearest: async (resource) =>
      (await list())
        .filter(({ name }) => resource === name || resource.startsWith(`${name}/`) || resource.startsWith(`${name}:`))
        .toSorted((a, b) => b.name.length - a.name.length)[0],
  };
}

/** Labels the sample hospital's datasets, once: a label that an admin has cleared stays cleared. */
export async function labelSampleHospital(database: Database): Promise<void> {
  const first = await database.state
    .insert(milestones)
    .values({ name: "sample-hospital-labelled", reachedAt: new Date() })
    .onConflictDoNothing()
    .returning();
  if (first.length === 0) return;
  const row = { setBy: "careplane", setAt: new Date() };
  await database.state
    .insert(environments)
    .values(SAMPLE_LABELS.map((label) => ({ ...label, ...row })))
    .onConflictDoNothing();
}
