import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PLUGIN = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so";

export interface DicomServer {
  /** Where its DICOMweb begins, without a slash at the end. */
  readonly web: string;
  readonly stop: () => void;
}

/** Starts Debian's Orthanc with its DICOMweb plugin on an empty folder, files synced as it is delivered; undefined when it is not installed. */
export async function startOrthanc(port: number, more: object = {}): Promise<DicomServer | undefined> {
  if (spawnSync("Orthanc", ["--version"]).status !== 0 || !existsSync(PLUGIN)) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "bench-orthanc-"));
  const settings = {
    StorageDirectory: join(folder, "data"),
    IndexDirectory: join(folder, "data"),
    Plugins: [PLUGIN],
    HttpPort: port,
    DicomServerEnabled: false,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: false,
    SyncStorageArea: true,
    OverwriteInstances: false,
    DicomWeb: { Enable: true, Root: "/dicom-web/", EnableWado: false },
    ...more,
  };
  writeFileSync(join(folder, "orthanc.json"), JSON.stringify(settings));
  const child = spawn("Orthanc", [join(folder, "orthanc.json")], { stdio: "ignore" });
  const web = `http://127.0.0.1:${port}/dicom-web`;
  for (let attempt = 0; ; attempt += 1) {
    const answer = await fetch(`${web}/studies`).catch(() => undefined);
    if (answer?.ok) break;
    if (attempt > 200 || child.exitCode !== null) throw new Error("Orthanc does not start.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    web,
    stop: () => {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
