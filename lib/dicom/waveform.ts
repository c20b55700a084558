import { itemsOf, numberOf, textOf, type DicomAttributes } from "./attributes.ts";

/** Channels that were recorded together. PS3.3 C.10.9. */
export interface WaveformGroup {
  readonly label: string;
  /** Samples of a channel in a second. */
  readonly frequency: number;
  readonly channels: readonly WaveformChannel[];
  readonly seconds: number;
}

export interface WaveformChannel {
  readonly label: string;
  /** Unit of the samples, `uV`. */
  readonly unit: string;
  readonly samples: Float32Array;
}

/**
 * The traces of a waveform object.
 * @param bytes of each group's Waveform Data, little endian; groups without are left out, and those whose samples we cannot read
 */
export function waveformGroups(
  instance: DicomAttributes,
  bytes: readonly (Uint8Array | undefined)[],
): readonly WaveformGroup[] {
  return itemsOf(instance, "54000100").flatMap((group, index) => {
    const data = bytes[index];
    const read = READERS[textOf(group, "54001006") ?? ""];
    const frequency = numberOf(group, "003A001A") ?? 0;
    const definitions = itemsOf(group, "003A0200");
    if (!data || !read || frequency <= 0 || definitions.length === 0) return [];
    const count = Math.min(
      numberOf(group, "003A0010") ?? Infinity,
      Math.floor(data.length / (read.width * definitions.length)),
    );
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const channels = definitions.map((definition, channel) => ({
      label: channelLabel(definition, channel),
      unit: textOf(itemsOf(definition, "003A0211")[0] ?? {}, "00080100") ?? "",
      samples: channelSamples(definition, count, (sample) =>
        read.get(view, (sample * definitions.length + channel) * read.width),
      ),
    }));
    return [{ label: textOf(group, "003A0020") ?? "", frequency, channels, seconds: count / frequency }];
  });
}

interface SampleReader {
  readonly width: number;
  get(view: DataView, at: number): number;
}

/** Waveform Sample Interpretation, without the companded kinds. PS3.3 C.10.9.1.5. */
const READERS: Readonly<Record<string, SampleReader>> = {
  SB: { width: 1, get: (view, at) => view.getInt8(at) },
  UB: { width: 1, get: (view, at) => view.getUint8(at) },
  SS: { width: 2, get: (view, at) => view.getInt16(at, true) },
  US: { width: 2, get: (view, at) => view.getUint16(at, true) },
  SL: { width: 4, get: (view, at) => view.getInt32(at, true) },
  UL: { width: 4, get: (view, at) => view.getUint32(at, true) },
};

function channelLabel(definition: DicomAttributes, channel: number): string {
  const source = itemsOf(definition, "003A0208")[0];
  const meaning = source && textOf(source, "00080104");
  return textOf(definition, "003A0203") ?? meaning?.replace(/^Lead /, "") ?? `Channel ${channel + 1}`;
}

/** value = (sample + baseline) · sensitivity · correction: PS3.3 C.10.9.1.4.3. */
function channelSamples(
  definition: DicomAttributes,
  count: number,
  sampleAt: (sample: number) => number,
): Float32Array {
  const factor = (numberOf(definition, "003A0210") ?? 1) * (numberOf(definition, "003A0212") ?? 1);
  const baseline = numberOf(definition, "003A0213") ?? 0;
  return Float32Array.from({ length: count }, (_, sample) => (sampleAt(sample) + baseline) * factor);
}
