import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DicomError } from "#lib/dicom/data-set.ts";
import { planOf } from "#lib/deid/plan.ts";
import { withDicomFile } from "#emulator/services/dicomweb/imaging/open-dicom-file.ts";
import { NODE_CRYPTO } from "#emulator/services/deid/node-crypto.ts";
import { rawValues } from "./element-values.ts";
import { rewriteFile } from "./rewrite-file.ts";

const ROOT = join(process.env["SHARED_DATA"] ?? "../shared/data", "dicom");
const folder = mkdtempSync(join(tmpdir(), "deid-real-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const hasDcmtk = spawnSync("dcmdump", ["--version"]).error === undefined;

/** "123456" is the number of a series too. */
const isTelling = (value: string): boolean => value.length > 5 && !/^\d{1,7}$/.test(value);

describe.runIf(existsSync(ROOT))("real DICOM files by the basic profile", () => {
  const plan = planOf(
    {
      dicom: { filterProfile: "ATTRIBUTE_CONFIDENTIALITY_BASIC_PROFILE", skipIdRedaction: false },
      useRegionalDataProcessing: false,
    },
    NODE_CRYPTO,
    () => Buffer.alloc(32, 3),
  );
  const paths = globSync(`${ROOT}/**/*.dcm`).toSorted();

  it("lose names and numbers and can still be read, or are refused as a whole", async () => {
    let [written, refused] = [0, 0];
    const left: string[] = [];
    for (const [index, path] of paths.entries()) {
      const target = join(folder, `out-${index}`);
      try {
        const names: string[] = [];
        await withDicomFile(path, join(folder, "scratch"), (file) => {
          for (const element of file.dataSet.elements)
            if (element.vr === "PN" || element.tag === "00100020")
              names.push(...rawValues(file.body, element, file.dataSet).filter(isTelling));
          return rewriteFile(file, { plan, target });
        });
        written += 1;
        const bytes = readFileSync(target);
        left.push(...names.filter((name) => bytes.includes(name)).map((name) => `${path}: ${name}`));
      } catch (error) {
        if (!(error instanceof DicomError)) throw error;
        refused += 1;
        expect(existsSync(target)).toBe(false);
      }
    }
    process.stdout.write(`real files: ${written} written, ${refused} refused, ${left.length} names or numbers left\n`);
    expect(left).toEqual([]);
    expect(written).toBeGreaterThan(paths.length / 2);
  });

  it.runIf(hasDcmtk)("are files that dcmdump reads without a word of complaint, where it reads the source so", () => {
    const complaints = (...files: string[]): string =>
      spawnSync("dcmdump", ["-q", ...files], { encoding: "utf8", maxBuffer: 2 ** 28 }).stderr;
    const written = paths
      .map((path, index) => ({ path, target: join(folder, `out-${index}`) }))
      .filter(({ target }) => existsSync(target));
    // All at once; one by one only when there is something to find out.
    const isClean = complaints(...written.map(({ target }) => target)) === "";
    const spoiled = isClean
      ? []
      : written.filter(({ path, target }) => complaints(target) !== "" && complaints(path) === "");
    process.stdout.write(`dcmdump: ${written.length} outputs read, ${spoiled.length} spoiled\n`);
    expect(written.length).toBeGreaterThan(0);
    expect(spoiled).toEqual([]);
  });
});
