import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** A greyscale or RGB image as the encoders of Cornerstone's codec packages take it. */
export interface EncoderImage {
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly columns: number;
  readonly bits: number;
  readonly samples: 1 | 3;
}

export type WasmCodec = "jpegLs" | "jpeg2000" | "htj2k";

/** Losslessly encodes frames; one WebAssembly module per codec, loaded when first asked for. */
export async function encodeByWasm(codec: WasmCodec, image: EncoderImage): Promise<Uint8Array> {
  loaded[codec] ??= load(codec);
  const encoder = await loaded[codec];
  const { rows, columns, bits, samples } = image;
  encoder
    .getDecodedBuffer({
      width: columns,
      height: rows,
      bitsPerSample: bits,
      componentCount: samples,
      isSigned: false,
      isUsingColorTransform: samples === 3,
    })
    .set(image.bytes);
  encoder.encode();
  return new Uint8Array(encoder.getEncodedBuffer());
}

interface Encoder {
  getDecodedBuffer(frame: {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
    readonly isSigned: boolean;
    readonly isUsingColorTransform: boolean;
  }): Uint8Array;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
}

const loaded: Partial<Record<WasmCodec, Promise<Encoder>>> = {};
const require = createRequire(import.meta.url);

/** What each package exports: an Emscripten factory that takes its WebAssembly and gives a module with an encoder class. */
const FILES = {
  jpegLs: {
    script: "@cornerstonejs/codec-charls/wasmjs",
    wasm: "@cornerstonejs/codec-charls/wasm",
    encoder: "JpegLSEncoder",
  },
  jpeg2000: {
    script: "@cornerstonejs/codec-openjpeg/wasmjs",
    wasm: "@cornerstonejs/codec-openjpeg/wasm",
    encoder: "J2KEncoder",
  },
  htj2k: {
    script: "@cornerstonejs/codec-openjph/wasmjs",
    wasm: "@cornerstonejs/codec-openjph/wasm",
    encoder: "HTJ2KEncoder",
  },
} as const satisfies Record<WasmCodec, { script: string; wasm: string; encoder: string }>;

async function load(codec: WasmCodec): Promise<Encoder> {
  const { script, wasm, encoder } = FILES[codec];
  const factory = require(script) as (options: { wasmBinary: Uint8Array }) => Promise<Record<string, unknown>>;
  const loadedModule = await factory({ wasmBinary: readFileSync(require.resolve(wasm)) });
  const Maker = loadedModule[encoder] as new () => Encoder & {
    setQuality?: (isLossless: boolean, quality: number) => void;
  };
  const made = new Maker();
  made.setQuality?.(true, 0);
  return made;
}
