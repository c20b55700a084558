"use client";

import dynamic from "next/dynamic";
import { LoadingLines } from "#components/ui/loading.tsx";

/** A PDF drawn inside the page, with nothing of it run. The reader is fetched with the first PDF that is opened. */
export const PdfView = dynamic(() => import("./pdf-document.tsx").then((file) => file.PdfDocument), {
  ssr: false,
  loading: () => <LoadingLines what="the PDF reader" lines={4} />,
});
