import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readings } from "#emulator/readings.ts";
import { startEmulator, type Emulator, type EmulatorOptions } from "./emulator.ts";

export interface TestEmulator extends Emulator {
  readonly dataDir: string;
  /** Closes it and opens the same data folder again, on another port. */
  restart(): Promise<TestEmulator>;
  /** Closes it and removes its folder. */
  dispose(): Promise<void>;
}

type Prepare = EmulatorOptions["prepare"];

/** An empty emulator on a free port and a folder of its own. For tests. `prepare` runs at every restart too. */
export async function openTestEmulator(prepare?: Prepare, folder?: string, readings?: Readings): Promise<TestEmulator> {
  const dataDir = folder ?? mkdtempSync(join(tmpdir(), "emulator-"));
  const emulator = await startEmulator({
    port: 0,
    dataDir,
    ...(prepare && { prepare }),
    ...(readings && { readings }),
  });
  return {
    ...emulator,
    dataDir,
    restart: async () => {
      await emulator.close();
      return openTestEmulator(prepare, dataDir, readings);
    },
    dispose: async () => {
      await emulator.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
