/** Samples as a codec gives them, little endian, and how they lie. */
export interface CodecFrame {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly components: number;
  readonly bitsPerSample: number;
  readonly isSigned: boolean;
  /** Planes one after the other instead of samples pixel by pixel. */
  readonly isPlanar: boolean;
}

export type WasmCodec = "jpeg" | "jpeg-ls" | "jpeg-2000" | "htj2k";

type Create = () => Promise<new () => WasmDecoder>;

/** Codecs report on every frame otherwise. An object for each: a codec makes it its own. */
const quiet = (): CodecOptions => ({ print: () => undefined, printErr: () => undefined });

/** Loaded when the first frame of a kind comes. */
const CODECS: Readonly<Record<WasmCodec, Create>> = {
  jpeg: async () =>
    (await (await import("@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs")).default(quiet())).JPEGDecoder,
  "jpeg-ls": async () =>
    (await (await import("@cornerstonejs/codec-charls/decodewasmjs")).default(quiet())).JpegLSDecoder,
  "jpeg-2000": async () =>
    (await (await import("@cornerstonejs/codec-openjpeg/decodewasmjs")).default(quiet())).J2KDecoder,
  htj2k: async () => (await (await import("@cornerstonejs/codec-openjph/wasmjs")).default(quiet())).HTJ2KDecoder,
};

const loaded = new Map<WasmCodec, Promise<new () => WasmDecoder>>();

/** Decodes one codestream. Throws when the codec refuses it, with whatever the codec throws. */
export async function decodeWithWasm(codec: WasmCodec, codestream: Uint8Array): Promise<CodecFrame> {
  let decoderClass = loaded.get(codec);
  if (!decoderClass) loaded.set(codec, (decoderClass = CODECS[codec]()));
  const decoder = new (await decoderClass)();
  try {
    decoder.getEncodedBuffer(codestream.length).set(codestream);
    decoder.decode();
    const info = decoder.getFrameInfo();
    return {
      bytes: decoder.getDecodedBuffer().slice(),
      width: info.width,
      height: info.height,
      components: info.componentCount,
      bitsPerSample: info.bitsPerSample,
      isSigned: info.isSigned ?? false,
      isPlanar: info.componentCount > 1 && decoder.getInterleaveMode?.() === 0,
    };
  } finally {
    decoder.delete();
  }
}
