/** A project that was opened by its address belongs into the tree too. */
export function projectsAtHand(projects: readonly string[], current: string | undefined): string[] {
  const project = current?.split("/").slice(0, 2).join("/");
  const names = projects.map((name) => (name.startsWith("projects/") ? name : `projects/${name}`));
  return project === undefined || names.includes(project) ? names : [...names, project];
}
