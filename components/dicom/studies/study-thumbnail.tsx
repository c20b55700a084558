"use client";

import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { dicomStudyQueries, type StudyAddress } from "#lib/queries/dicom-study.ts";
import { thumbnailQuery } from "#lib/queries/dicom-thumbnail.ts";

/** A small picture of a study, fetched when its row comes into sight. Empty for a study without pictures. */
export function StudyThumbnail({ study }: { readonly study: StudyAddress }) {
  const place = useRef<HTMLDivElement>(null);
  const isSeen = useWasSeen(place);
  const series = useQuery(dicomStudyQueries.series(study));
  const picture = useQuery({
    ...thumbnailQuery(study, series.data ?? []),
    enabled: isSeen && series.data !== undefined,
  });
  return (
    <Box ref={place} sx={PLACE} data-empty={picture.data ? undefined : ""}>
      {picture.data ? <Picture blob={picture.data} /> : null}
    </Box>
  );
}

function Picture({ blob }: { readonly blob: Blob }) {
  const { masked } = useIdentityMask();
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(blob);
    if (image.current) image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [blob]);
  // The row's words say what it is.
  // oxlint-disable-next-line nextjs/no-img-element -- bytes that this page holds, not an address
  return <img ref={image} alt="" style={masked ? BLURRED : PICTURE} />;
}

/** Whether an element has been in sight, or nearly. */
function useWasSeen(element: React.RefObject<HTMLElement | null>): boolean {
  const [wasSeen, setWasSeen] = useState(false);
  useEffect(() => {
    if (!element.current) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        observer.disconnect();
        setWasSeen(true);
      },
      { rootMargin: "100px" },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return wasSeen;
}

const PLACE = {
  width: 40,
  height: 30,
  my: "-3px",
  borderRadius: "4px",
  bgcolor: "#000",
  overflow: "hidden",
  "&[data-empty]": { bgcolor: "transparent" },
} as const;
const PICTURE = { width: "100%", height: "100%", objectFit: "contain", display: "block" } as const;
/** Names that are part of the picture are no longer read. */
const BLURRED = { ...PICTURE, filter: "blur(3px)" } as const;
