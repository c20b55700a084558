"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from "pdfjs-dist";
import { useEffect, useRef, useState } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { token } from "#components/ui/tokens.ts";

GlobalWorkerOptions.workerSrc = new URL("pdfjs-dist/build/pdf.worker.min.mjs", import.meta.url).toString();

export interface PdfViewProps {
  readonly bytes: Uint8Array;
  readonly title: string;
}

/** The pages of a PDF as pictures. It is read in a worker and drawn on canvases: its scripts, forms and links do not run. */
export function PdfView({ bytes, title }: PdfViewProps) {
  const state = usePdf(bytes);
  if (state === "broken")
    return <EmptyState title="This PDF cannot be read">It is damaged, or asks for a password.</EmptyState>;
  if (!state) return <LoadingLines what="the document" lines={4} />;
  return (
    <>
      <Box sx={BAR}>
        <span>
          {title} · {state.numPages} {state.numPages === 1 ? "page" : "pages"}
        </span>
        <Button size="small" sx={{ ml: "auto" }} onClick={() => savePdf(bytes)}>
          Save PDF
        </Button>
      </Box>
      <Box sx={PAGES} tabIndex={0} role="region" aria-label={title}>
        {Array.from({ length: state.numPages }, (_, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- pages have numbers only
          <PdfPage key={index} pdf={state} page={index + 1} />
        ))}
      </Box>
    </>
  );
}

function usePdf(bytes: Uint8Array): PDFDocumentProxy | "broken" | undefined {
  const [state, setState] = useState<PDFDocumentProxy | "broken" | undefined>();
  useEffect(() => {
    // The reader takes the buffer over to its worker: it gets a copy.
    const task = getDocument({ data: bytes.slice(), enableXfa: false });
    task.promise.then(setState, () => setState("broken"));
    return () => void task.destroy();
  }, [bytes]);
  return state;
}

/** Drawn pixels of a CSS pixel: sharp on all screens. */
const DENSITY = 2;

function PdfPage({ pdf, page }: { readonly pdf: PDFDocumentProxy; readonly page: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [text, setText] = useState("");
  useEffect(() => {
    let isGone = false;
    const draw = async () => {
      const drawn = await pdf.getPage(page);
      const target = canvas.current;
      if (isGone || !target) return;
      const viewport = drawn.getViewport({ scale: 1.3 * DENSITY });
      target.width = viewport.width;
      target.height = viewport.height;
      await drawn.render({ canvas: target, viewport }).promise;
      const content = await drawn.getTextContent();
      if (!isGone) setText(content.items.map((item) => ("str" in item ? item.str : "")).join(" "));
    };
    draw().catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, [pdf, page]);
  return <canvas ref={canvas} role="img" aria-label={text === "" ? `Page ${page}` : text} />;
}

/** Its name says nothing of the patient. */
function savePdf(bytes: Uint8Array): void {
  const url = URL.createObjectURL(new Blob([bytes.slice()], { type: "application/pdf" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "document.pdf";
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

const BAR = {
  display: "flex",
  alignItems: "center",
  px: 3,
  py: 1,
  fontSize: 12.5,
  color: token.dim,
  borderBottom: `1px solid ${token.line}`,
} as const;

const PAGES = {
  flex: 1,
  minHeight: 0,
  overflow: "auto",
  p: 3,
  bgcolor: token.bg,
  "& canvas": {
    display: "block",
    maxWidth: "100%",
    width: 780,
    mx: "auto",
    mb: 3,
    bgcolor: "#fff",
    boxShadow: token.shadow,
  },
} as const;
