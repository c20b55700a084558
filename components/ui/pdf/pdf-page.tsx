"use client";

import Box from "@mui/material/Box";
import { TextLayer, type PDFDocumentProxy } from "pdfjs-dist";
import { useEffect, useRef, useState, type RefObject } from "react";
import { token } from "#components/ui/tokens.ts";

/** Width and height of a page in CSS pixels at 100 %. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
}

export interface PdfPageProps {
  readonly document: PDFDocumentProxy;
  /** From 1. */
  readonly number: number;
  /** Of the first page, until this one tells its own. */
  readonly size: PageSize;
  readonly scale: number;
  readonly scroller: RefObject<HTMLElement | null>;
}

/** CSS pixels of a point, of which a PDF has 72 to the inch. */
export const PIXELS_OF_A_POINT = 96 / 72;
/** A canvas has no more pixels than this, whatever a page claims. */
const MOST_PIXELS = 16_000_000;

/** A page, drawn while it is near the part that is seen. Its words lie over the picture, to be read out, found and copied. */
export function PdfPage({ document, number, size, scale, scroller }: PdfPageProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const words = useRef<HTMLDivElement>(null);
  const isNear = useIsNear(frame, scroller);
  const [own, setOwn] = useState<PageSize>();
  const [isBroken, setIsBroken] = useState(false);
  useEffect(() => {
    if (!isNear || !canvas.current || !words.current) return undefined;
    const drawing = drawPage({ document, number, scale, canvas: canvas.current, words: words.current });
    drawing.size.then(setOwn, () => setIsBroken(true));
    drawing.done.then(
      () => setIsBroken(false),
      () => setIsBroken(!drawing.signal.aborted),
    );
    return drawing.stop;
  }, [document, number, scale, isNear]);
  const { width, height } = own ?? size;
  return (
    <Box
      ref={frame}
      component="section"
      aria-label={`Page ${number}`}
      data-page={number}
      sx={PAGE}
      style={{ width: width * scale, height: height * scale }}
    >
      {isNear ? <canvas ref={canvas} aria-hidden style={{ width: "100%", height: "100%", display: "block" }} /> : null}
      <Box
        ref={words}
        className="textLayer"
        sx={WORDS}
        style={{ ["--total-scale-factor" as never]: scale * PIXELS_OF_A_POINT }}
      />
      {isBroken ? (
        <Box role="alert" sx={BROKEN}>
          Page {number} is damaged and cannot be drawn.
        </Box>
      ) : null}
    </Box>
  );
}

interface PageToDraw extends Pick<PdfPageProps, "document" | "number" | "scale"> {
  readonly canvas: HTMLCanvasElement;
  readonly words: HTMLDivElement;
}

interface Drawing {
  readonly size: Promise<PageSize>;
  readonly done: Promise<void>;
  readonly signal: AbortSignal;
  readonly stop: () => void;
}

function drawPage({ document, number, scale, canvas, words }: PageToDraw): Drawing {
  const stopping = new AbortController();
  const page = document.getPage(number);
  const draw = async () => {
    const ready = await page;
    if (stopping.signal.aborted) return;
    const viewport = ready.getViewport({ scale: scale * PIXELS_OF_A_POINT });
    const density = Math.min(devicePixelRatio, Math.sqrt(MOST_PIXELS / (viewport.width * viewport.height)));
    canvas.width = Math.ceil(viewport.width * density);
    canvas.height = Math.ceil(viewport.height * density);
    const task = ready.render({ canvas, viewport, transform: [density, 0, 0, density, 0, 0] });
    words.replaceChildren();
    const layer = new TextLayer({ textContentSource: ready.streamTextContent(), container: words, viewport });
    stopping.signal.addEventListener("abort", () => {
      task.cancel();
      layer.cancel();
    });
    await Promise.all([task.promise, layer.render()]);
  };
  return {
    size: page.then((ready) => sizeOf(ready.getViewport({ scale: PIXELS_OF_A_POINT }))),
    done: draw(),
    signal: stopping.signal,
    stop: () => stopping.abort(),
  };
}

function sizeOf({ width, height }: PageSize): PageSize {
  return { width, height };
}

/** Whether an element is within a screen of the part that is seen. */
function useIsNear(element: RefObject<HTMLElement | null>, scroller: RefObject<HTMLElement | null>): boolean {
  const [isNear, setIsNear] = useState(false);
  useEffect(() => {
    if (!element.current) return undefined;
    const observer = new IntersectionObserver((entries) => setIsNear(entries.at(-1)?.isIntersecting === true), {
      root: scroller.current,
      rootMargin: "100% 0%",
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, scroller]);
  return isNear;
}

const PAGE = {
  position: "relative",
  mx: "auto",
  my: 3,
  bgcolor: "#ffffff",
  boxShadow: `0 0 0 1px ${token.line}`,
  flexShrink: 0,
} as const;

const BROKEN = { position: "absolute", inset: 0, p: 4, color: "#7a1a14", textAlign: "center" } as const;

/** How PDF.js wants its words laid out (its `pdf_viewer.css`). */
const WORDS = {
  position: "absolute",
  inset: 0,
  overflow: "clip",
  lineHeight: 1,
  textAlign: "initial",
  transformOrigin: "0 0",
  "--min-font-size": "1",
  "--text-scale-factor": "calc(var(--total-scale-factor) * var(--min-font-size))",
  "--min-font-size-inv": "calc(1 / var(--min-font-size))",
  "& :is(span, br)": {
    color: "transparent",
    position: "absolute",
    whiteSpace: "pre",
    cursor: "text",
    transformOrigin: "0% 0%",
  },
  "& > :not(.markedContent), & .markedContent span:not(.markedContent)": {
    "--font-height": "0",
    fontSize: "calc(var(--text-scale-factor) * var(--font-height))",
    "--scale-x": "1",
    "--rotate": "0deg",
    transform: "rotate(var(--rotate)) scaleX(var(--scale-x)) scale(var(--min-font-size-inv))",
  },
  "& .markedContent": { display: "contents" },
  "& ::selection": { background: "rgba(20, 96, 184, 0.3)" },
} as const;
