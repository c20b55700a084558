import type { TreeLocation, TreeStore } from "#lib/queries/tree.ts";
import type { StoreKind } from "#lib/contract/resource-name.ts";

/** An answer as far as it has come. */
export type Loaded<T> =
  | { readonly state: "pending" }
  | { readonly state: "failed"; readonly error: unknown }
  | { readonly state: "done"; readonly value: T };

export type NodeKind = "project" | "location" | "dataset" | StoreKind;

export interface TreeNode {
  readonly type: "node";
  readonly name: string;
  readonly label: string;
  readonly kind: NodeKind;
  /** 1 for projects. */
  readonly level: number;
  /** Undefined for stores: they hold nothing that the tree shows. */
  readonly isOpen: boolean | undefined;
  /** Quiet words at the end of the row: "3 datasets". */
  readonly note: string | undefined;
  readonly position: number;
  readonly siblings: number;
}

/** A row that is not a resource: something on its way, something broken, or the switch for empty locations. */
export interface TreeNotice {
  readonly type: "loading" | "problem" | "empty" | "empty-locations";
  readonly name: string;
  readonly parent: string;
  readonly label: string;
  readonly level: number;
}

export type TreeRow = TreeNode | TreeNotice;

export interface TreeSource {
  readonly projects: readonly string[];
  readonly locations: ReadonlyMap<string, Loaded<readonly TreeLocation[]>>;
  /** Stores by dataset name; a dataset that nobody opened is absent. */
  readonly stores: ReadonlyMap<string, Loaded<readonly TreeStore[]>>;
  readonly isOpen: (name: string, kind: NodeKind) => boolean;
  /** Projects whose locations without datasets are shown too. */
  readonly allLocations: ReadonlySet<string>;
  /** Lower-case text; rows that match stay, with everything above them. */
  readonly filter: string;
}

/** The rows of the resource tree from top to bottom, closed branches left out. */
export function flattenTree(source: TreeSource): TreeRow[] {
  const branches = source.projects.map((project) => projectBranch(source, project));
  return branches.flatMap((branch, index) => rowsOf(source, branch, index + 1, branches.length));
}

interface Branch {
  readonly name: string;
  readonly kind: NodeKind;
  readonly level: number;
  readonly note?: string | undefined;
  readonly children: readonly Branch[];
  readonly notices: readonly TreeNotice[];
}

function projectBranch(source: TreeSource, project: string): Branch {
  const loaded = source.locations.get(project) ?? { state: "pending" };
  const locations = loaded.state === "done" ? loaded.value : [];
  const isShowingAll = source.allLocations.has(project);
  const shown = locations.filter((location) => isShowingAll || location.datasets.length > 0 || location.problem);
  const hidden = locations.length - shown.length;
  const datasets = locations.reduce((sum, location) => sum + location.datasets.length, 0);
  return {
    name: project,
    kind: "project",
    level: 1,
    note: loaded.state === "done" ? plural(datasets, "dataset") : undefined,
    children: shown.map((location) => locationBranch(source, location)),
    notices: [...pendingNotices(loaded, project, 2, "locations"), ...locationNotices(project, hidden, isShowingAll)],
  };
}

function locationNotices(project: string, hidden: number, isShowingAll: boolean): TreeNotice[] {
  if (hidden === 0 && !isShowingAll) return [];
  const label = isShowingAll ? "Hide locations without datasets" : `Show ${plural(hidden, "more location")}`;
  return [{ type: "empty-locations", name: `${project}#locations`, parent: project, label, level: 2 }];
}

function locationBranch(source: TreeSource, location: TreeLocation): Branch {
  const notices: TreeNotice[] = [];
  if (location.problem) notices.push(notice("problem", location.name, 3, location.problem.message));
  else if (location.datasets.length === 0) notices.push(notice("empty", location.name, 3, "No datasets"));
  return {
    name: location.name,
    kind: "location",
    level: 2,
    children: location.datasets.map((dataset) => datasetBranch(source, dataset)),
    notices,
  };
}

function datasetBranch(source: TreeSource, dataset: string): Branch {
  const loaded = source.stores.get(dataset) ?? { state: "pending" };
  const stores = loaded.state === "done" ? loaded.value : [];
  const notices = pendingNotices(loaded, dataset, 4, "stores");
  if (loaded.state === "done" && stores.length === 0) notices.push(notice("empty", dataset, 4, "No stores"));
  return {
    name: dataset,
    kind: "dataset",
    level: 3,
    children: stores.map((store) => ({ name: store.name, kind: store.kind, level: 4, children: [], notices: [] })),
    notices,
  };
}

function pendingNotices(loaded: Loaded<unknown>, parent: string, level: number, what: string): TreeNotice[] {
  if (loaded.state === "pending") return [notice("loading", parent, level, `Loading ${what}…`)];
  if (loaded.state === "failed") return [notice("problem", parent, level, `Could not load ${what}. Try again`)];
  return [];
}

function notice(type: TreeNotice["type"], parent: string, level: number, label: string): TreeNotice {
  return { type, name: `${parent}#${type}`, parent, label, level };
}

function rowsOf(source: TreeSource, branch: Branch, position: number, siblings: number): TreeRow[] {
  if (source.filter !== "" && !hasMatch(branch, source.filter)) return [];
  const isLeaf = branch.level === 4;
  const isOpen = source.filter === "" ? source.isOpen(branch.name, branch.kind) : openForFilter(source, branch);
  const node: TreeNode = {
    type: "node",
    name: branch.name,
    label: labelOf(branch.name),
    kind: branch.kind,
    level: branch.level,
    isOpen: isLeaf ? undefined : isOpen,
    note: branch.note,
    position,
    siblings,
  };
  if (isLeaf || !isOpen) return [node];
  const rows: TreeRow[] = [node];
  for (const [index, child] of branch.children.entries())
    rows.push(...rowsOf(source, child, index + 1, branch.children.length));
  if (source.filter === "") rows.push(...branch.notices);
  return rows;
}

/** While filtering, a branch opens as far as its matches need; below the last match it stays as the person left it. */
function openForFilter(source: TreeSource, branch: Branch): boolean {
  return branch.children.some((child) => hasMatch(child, source.filter)) || source.isOpen(branch.name, branch.kind);
}

function hasMatch(branch: Branch, filter: string): boolean {
  return (
    labelOf(branch.name).toLowerCase().includes(filter) || branch.children.some((child) => hasMatch(child, filter))
  );
}

function labelOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
