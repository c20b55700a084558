"use client";

import AddIcon from "@mui/icons-material/Add";
import RemoveIcon from "@mui/icons-material/Remove";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import type { PDFDocumentProxy } from "pdfjs-dist";
import { useEffect, useRef, useState, type RefObject } from "react";
import { downloadBytes } from "#components/ui/download-text.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { token } from "#components/ui/tokens.ts";
import { openPdf, type PasswordWish } from "./pdf-engine.ts";
import { PdfLock } from "./pdf-lock.tsx";
import { PdfPage, PIXELS_OF_A_POINT, type PageSize } from "./pdf-page.tsx";

export interface PdfDocumentProps {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What it is, for people who hear the page: "Discharge letter". */
  readonly title: string;
  /** What it is saved as; tells nothing of the patient. */
  readonly fileName?: string;
}

/** Zooms that the buttons step through; undefined fits the width. */
const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4] as const;
const MARGIN = 24;

/** The pages of a PDF below each other, with zoom and saving. Fills the height that it is given. */
export function PdfDocument({ bytes, title, fileName = "document.pdf" }: PdfDocumentProps) {
  const { pages, lock, isBroken } = usePdf(bytes);
  const save = () => downloadBytes(fileName, "application/pdf", bytes);
  if (isBroken) return <PdfRefusal onSave={save} />;
  if (lock) return <PdfLock wish={lock} onSave={save} />;
  return <PdfReader pages={pages} title={title} onSave={save} />;
}

interface PdfReaderProps {
  /** Undefined while they are on their way. */
  readonly pages: Pages | undefined;
  readonly title: string;
  readonly onSave: () => void;
}

function PdfReader({ pages, title, onSave }: PdfReaderProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const [zoom, setZoom] = useState<number>();
  const fit = pages ? Math.max(0.2, (width - 2 * MARGIN) / pages.size.width) : 1;
  const scale = zoom ?? Math.min(fit, 1.5);
  return (
    <Box sx={FRAME}>
      <Box role="toolbar" aria-label="PDF" sx={BAR}>
        <span>{pages ? `${pages.document.numPages} ${pages.document.numPages === 1 ? "page" : "pages"}` : " "}</span>
        <IconButton aria-label="Zoom out" onClick={() => setZoom(ZOOMS.findLast((each) => each < scale) ?? ZOOMS[0])}>
          <RemoveIcon fontSize="small" />
        </IconButton>
        <Box component="output" aria-label="Zoom" sx={{ minWidth: 44, textAlign: "center" }}>
          {Math.round(scale * 100)} %
        </Box>
        <IconButton aria-label="Zoom in" onClick={() => setZoom(ZOOMS.find((each) => each > scale) ?? ZOOMS.at(-1))}>
          <AddIcon fontSize="small" />
        </IconButton>
        <Button aria-pressed={zoom === undefined} onClick={() => setZoom(undefined)}>
          Fit width
        </Button>
        <Button onClick={onSave} sx={{ ml: "auto" }}>
          Save PDF
        </Button>
      </Box>
      <Box ref={scroller} role="region" aria-label={title} tabIndex={0} sx={PAGES}>
        {pages && width > 0 ? (
          Array.from({ length: pages.document.numPages }, (_, index) => (
            <PdfPage
              key={index}
              document={pages.document}
              number={index + 1}
              size={pages.size}
              scale={scale}
              scroller={scroller}
            />
          ))
        ) : (
          <LoadingLines what="the pages" lines={4} />
        )}
      </Box>
    </Box>
  );
}

function PdfRefusal({ onSave }: { readonly onSave: () => void }) {
  return (
    <EmptyState title="This PDF cannot be read" action={<Button onClick={onSave}>Save PDF</Button>}>
      It is cut short, damaged, or no PDF at all. Its bytes can be saved as they are.
    </EmptyState>
  );
}

interface Pages {
  readonly document: PDFDocumentProxy;
  readonly size: PageSize;
}

interface Opened {
  readonly pages?: Pages;
  /** A password is asked for. */
  readonly lock?: PasswordWish;
  readonly isBroken?: boolean;
}

function usePdf(bytes: Uint8Array): Opened {
  const [opened, setOpened] = useState<Opened>({});
  useEffect(() => {
    let isCurrent = true;
    const tell = (state: Opened) => {
      if (isCurrent) setOpened(state);
    };
    const pdf = openPdf(bytes, (lock) => tell({ lock }));
    pagesOf(pdf.document).then(
      (pages) => tell({ pages }),
      () => tell({ isBroken: true }),
    );
    return () => {
      isCurrent = false;
      setOpened({});
      pdf.close();
    };
  }, [bytes]);
  return opened;
}

async function pagesOf(opening: Promise<PDFDocumentProxy>): Promise<Pages> {
  const document = await opening;
  const { width, height } = (await document.getPage(1)).getViewport({ scale: PIXELS_OF_A_POINT });
  return { document, size: { width, height } };
}

function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

const FRAME = { flex: 1, minHeight: 0, minWidth: 0, display: "flex", flexDirection: "column", height: "100%" } as const;
const BAR = {
  display: "flex",
  alignItems: "center",
  gap: 1,
  px: 3,
  py: 1,
  borderBottom: `1px solid ${token.line}`,
  color: token.dim,
  fontVariantNumeric: "tabular-nums",
} as const;
const PAGES = {
  flex: 1,
  minHeight: 0,
  overflow: "auto",
  bgcolor: token.bg,
  display: "flex",
  flexDirection: "column",
} as const;
