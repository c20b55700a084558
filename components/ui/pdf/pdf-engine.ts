import { getDocument, PasswordResponses, PDFWorker, VerbosityLevel, type PDFDocumentProxy } from "pdfjs-dist";

/** A document that is being read, and how to let it go. */
export interface OpenPdf {
  readonly document: Promise<PDFDocumentProxy>;
  readonly close: () => void;
}

/** A locked document asks for its password, and again after a wrong one. */
export interface PasswordWish {
  readonly isWrong: boolean;
  /** Tries a password; it is kept nowhere. */
  readonly answer: (password: string) => void;
}

/** A picture inside a page that would take more pixels than this is left out (a crafted file may claim any size). */
const MOST_PIXELS_OF_A_PICTURE = 64_000_000;

/**
 * Reads a PDF in a worker of its own. PDF.js has no evaluator of strings and gets no sandbox, so scripts in the document cannot run; forms of
 * XFA, which bring HTML, are left aside; fonts and decoders are ours, so nothing that the document names is fetched.
 * @param bytes stay the caller's
 * @param onPassword hears of a lock; the document stays on its way until it is opened
 */
export function openPdf(bytes: Uint8Array, onPassword: (wish: PasswordWish) => void): OpenPdf {
  const port = new Worker(new URL("pdfjs-dist/build/pdf.worker.min.mjs", import.meta.url), { type: "module" });
  const worker = PDFWorker.create({ port });
  const task = getDocument({
    data: bytes.slice(),
    worker,
    enableXfa: false,
    disableWorkerRendering: true,
    useWorkerFetch: false,
    // Named only so that they are asked of the factory.
    cMapUrl: "cmaps/",
    standardFontDataUrl: "fonts/",
    wasmUrl: "wasm/",
    BinaryDataFactory: OwnFiles,
    maxImageSize: MOST_PIXELS_OF_A_PICTURE,
    verbosity: VerbosityLevel.ERRORS,
  });
  task.onPassword = (answer: PasswordWish["answer"], reason: number) =>
    onPassword({ isWrong: reason === PasswordResponses.INCORRECT_PASSWORD, answer });
  return {
    document: task.promise,
    close: () => {
      void task.destroy().finally(() => {
        worker.destroy();
        port.terminate();
      });
    },
  };
}

type KindOfFile = "cMapUrl" | "standardFontDataUrl" | "wasmUrl";

/** Character maps, the fourteen standard fonts and the decoders of PDF.js as files of our own origin, under names of the build. */
class OwnFiles {
  async fetch({ kind, filename }: { readonly kind: KindOfFile; readonly filename: string }): Promise<Uint8Array> {
    const response = await fetch((await addressOf(kind, filename)).default);
    if (!response.ok) throw new Error(`A file of the PDF reader did not arrive: ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  }
}

/** Where the build has put a file; rejects for a name that is none of the reader's. */
function addressOf(kind: KindOfFile, name: string): Promise<{ readonly default: string }> {
  switch (kind) {
    case "cMapUrl":
      return import(/* webpackMode: "lazy-once", webpackInclude: /\.bcmap$/ */ `pdfjs-dist/cmaps/${name}`);
    case "standardFontDataUrl":
      return import(/* webpackMode: "lazy-once", webpackInclude: /\.(pfb|ttf)$/ */ `pdfjs-dist/standard_fonts/${name}`);
    case "wasmUrl":
      return import(
        /* webpackMode: "lazy-once", webpackInclude: /(openjpeg|jbig2|qcms_bg)\.wasm$/ */ `pdfjs-dist/wasm/${name}`
      );
  }
}
