/** The WASM decoders of Cornerstone have no types of their own. All work alike. */
interface CodecFrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned?: boolean;
}

interface CodecOptions {
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
}

interface WasmDecoder {
  /** Room for the codestream, in the codec's own memory. */
  getEncodedBuffer(bytes: number): Uint8Array;
  decode(): void;
  /** The samples, in the codec's own memory: a view that ends with delete(). */
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): CodecFrameInfo;
  /** JPEG-LS only: 0 planes, 1 lines, 2 samples. */
  getInterleaveMode?(): number;
  delete(): void;
}

declare module "@cornerstonejs/codec-charls/decodewasmjs" {
  const create: (options: CodecOptions) => Promise<{ readonly JpegLSDecoder: new () => WasmDecoder }>;
  export default create;
}
declare module "@cornerstonejs/codec-openjpeg/decodewasmjs" {
  const create: (options: CodecOptions) => Promise<{ readonly J2KDecoder: new () => WasmDecoder }>;
  export default create;
}
declare module "@cornerstonejs/codec-openjph/wasmjs" {
  const create: (options: CodecOptions) => Promise<{ readonly HTJ2KDecoder: new () => WasmDecoder }>;
  export default create;
}
declare module "@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs" {
  const create: (options: CodecOptions) => Promise<{ readonly JPEGDecoder: new () => WasmDecoder }>;
  export default create;
}

/** Its types are named in its package.json, but not in its package. */
declare module "jpeg-lossless-decoder-js" {
  export class Decoder {
    readonly frame: {
      readonly precision: number;
      readonly dimX: number;
      readonly dimY: number;
      readonly numComp: number;
    };
    /** 8 or 16 bits a sample, little endian. */
    decompress(buffer: ArrayBufferLike, offset: number, length: number): ArrayBuffer;
  }
}
