const SHORTEST = 8;

/**
 * The ends of UIDs, as short as they still differ: UIDs of one machine differ at their ends, and a path of three whole ones is longer
 * than Windows takes. In the order given.
 */
export function shortNames(uids: readonly string[]): readonly string[] {
  const longest = Math.max(0, ...uids.map((uid) => uid.length));
  const different = new Set(uids).size;
  for (let length = SHORTEST; length < longest; length += 1) {
    const names = uids.map((uid) => shortName(uid, length));
    if (new Set(names).size === different) return names;
  }
  return uids;
}

/** The end of a UID, for people to tell it from others: at most `length` characters, never beginning with a dot. */
export function shortName(uid: string, length = SHORTEST): string {
  return uid.slice(-length).replace(/^\.+/, "");
}

/** An instance in its series. */
export interface ZippedInstance {
  readonly series: string;
  readonly instance: string;
}

/** Where each instance of a study stands in its zip: `<study>/<series>/<instance>.dcm`, by ends of UIDs. In the order given. */
export function zipPaths(study: string, instances: readonly ZippedInstance[]): readonly string[] {
  const bySeries = Map.groupBy(instances, ({ series }) => series);
  const series = [...bySeries.keys()];
  const folders = shortNames(series);
  const folderOf = new Map(series.map((uid, index) => [uid, folders[index] ?? uid]));
  const nameOf = new Map([...bySeries.values()].flatMap(namedInstances));
  return instances.map(
    (each) =>
      `${shortName(study)}/${folderOf.get(each.series) ?? each.series}/${nameOf.get(each) ?? each.instance}.dcm`,
  );
}

function namedInstances(instances: readonly ZippedInstance[]): [ZippedInstance, string][] {
  const names = shortNames(instances.map(({ instance }) => instance));
  return instances.map((each, index) => [each, names[index] ?? each.instance]);
}
