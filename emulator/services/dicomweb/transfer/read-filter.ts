import { buffer } from "node:stream/consumers";
import { GoogleError } from "#emulator/http/errors.ts";
import type { Context } from "#emulator/http/route.ts";
import type { Scope } from "#emulator/services/dicomweb/retrieve/find-instances.ts";

const LARGEST_BYTES = 64 * 1024 * 1024;
const LINE = /^\/?studies\/([0-9.]+)(?:\/series\/([0-9.]+)(?:\/instances\/([0-9.]+))?)?$/;

/** The studies, series and instances that a filter file names, one a line (contract 9.3). Throws GoogleError for a line that is none. */
export async function readFilter({ buckets }: Pick<Context, "buckets">, uri: string): Promise<Scope[]> {
  const [object] = await buckets.match(uri);
  if (!object || object.sizeBytes > LARGEST_BYTES)
    throw new GoogleError("INVALID_ARGUMENT", `The filter file must be smaller than ${LARGEST_BYTES} bytes.`);
  const text = (await buffer(await buckets.createReadStream(uri))).toString();
  return text
    .split(/\r?\n/)
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== "")
    .map(({ line, number }) => {
      const [, study, series, instance] = LINE.exec(line) ?? [];
      if (study === undefined)
        throw new GoogleError(
          "INVALID_ARGUMENT",
          `Line ${number} of the filter file is not /studies/{uid}[/series/{uid}[/instances/{uid}]].`,
        );
      return { study, series, instance };
    });
}
