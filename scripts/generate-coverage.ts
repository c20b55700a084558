/** Writes emulator/COVERAGE.md: which methods of the API's table the emulator has built. `coverage.test.ts` fails when it is out of date. */
import { writeFileSync } from "node:fs";
import { renderCoverage } from "#emulator/coverage.ts";

writeFileSync(new URL("../emulator/COVERAGE.md", import.meta.url), renderCoverage());
