import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PLUGIN = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so";

export interface Orthanc {
  /** Of its own questions. */
  readonly origin: string;
  /** Where its DICOMweb begins, without a slash at the end. */
  readonly web: string;
  readonly stop: () => void;
}

/**
 * Starts Debian's Orthanc with its DICOMweb plugin on an empty folder, files synced as it is delivered; undefined when it is not installed
 * (packages orthanc and orthanc-dicomweb).
 * @param servers DICOMweb servers that it knows, by name
 */
export async function startOrthanc(
  port: number,
  servers: Readonly<Record<string, object>> = {},
): Promise<Orthanc | undefined> {
  if (spawnSync("Orthanc", ["--version"]).status !== 0 || !existsSync(PLUGIN)) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "orthanc-"));
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
    DicomWeb: { Enable: true, Root: "/dicom-web/", EnableWado: false, Servers: servers },
  };
  writeFileSync(join(folder, "orthanc.json"), JSON.stringify(settings));
  const child = spawn("Orthanc", [join(folder, "orthanc.json")], { stdio: "ignore" });
  const origin = `http://127.0.0.1:${port}`;
  const web = `${origin}/dicom-web`;
  for (let attempt = 0; ; attempt += 1) {
    const answer = await fetch(`${web}/studies`).catch(() => undefined);
    if (answer?.ok) break;
    if (attempt > 200 || child.exitCode !== null) throw new Error("Orthanc does not start.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    origin,
    web,
    stop: () => {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
