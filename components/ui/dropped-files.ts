/** A file with its path below what was dropped or chosen: `CT/0001.dcm`. */
export interface DroppedFile {
  readonly path: string;
  readonly file: File;
}

/** Files of an `<input type="file">`, of a chosen folder too. */
export function chosenFiles(files: FileList): readonly DroppedFile[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/**
 * Files that were dropped, folders walked to their ends. Call within the event, as the browser forgets what was dropped after it; files
 * that cannot be read are left out.
 */
export function droppedFiles({ items, files }: DataTransfer): Promise<readonly DroppedFile[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return entries.length > 0 ? walk(entries) : Promise.resolve(chosenFiles(files));
}

async function walk(entries: readonly FileSystemEntry[]): Promise<readonly DroppedFile[]> {
  const found: DroppedFile[] = [];
  const waiting = [...entries];
  for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
    if (entry.isDirectory) waiting.unshift(...(await readFolder(entry as FileSystemDirectoryEntry)));
    else {
      const file = await openFile(entry as FileSystemFileEntry);
      if (file) found.push({ path: entry.fullPath.replace(/^\//, ""), file });
    }
  }
  return found;
}

/** A folder tells its entries a hundred at a time, and ends with none. */
async function readFolder(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (some.length === 0) return all.toSorted((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
    all.push(...some);
  }
}

function openFile(entry: FileSystemFileEntry): Promise<File | undefined> {
  return new Promise((resolve) => entry.file(resolve, () => resolve(undefined)));
}
