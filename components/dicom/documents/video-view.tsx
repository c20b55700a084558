"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { downloadBlob } from "#components/ui/download-text.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { textOf, type DicomAttributes } from "#lib/dicom/attributes.ts";
import { transferSyntaxName } from "#lib/dicom/shown-syntax.ts";
import type { VideoContainer } from "#lib/dicom/video.ts";
import { dicomVideoQuery } from "#lib/queries/dicom-video.ts";
import type { SeriesAddress } from "#lib/queries/dicom-study.ts";

export interface VideoViewProps {
  readonly series: SeriesAddress;
  readonly attributes: DicomAttributes;
}

/** A video played by the browser, or why this browser cannot. */
export function VideoView({ series, attributes }: VideoViewProps) {
  const query = useQuery(dicomVideoQuery(series, textOf(attributes, "00080018") ?? ""));
  const [hasFailed, setHasFailed] = useState(false);
  if (query.isPending) return <LoadingLines what="the video" lines={4} />;
  if (query.isError) return <QueryProblem error={query.error} onRetry={() => void query.refetch()} />;
  const { blob, container } = query.data;
  if (container !== "mp4" || hasFailed) {
    return (
      <EmptyState
        title="This browser cannot play the video"
        action={<Button onClick={() => downloadBlob(`video.${EXTENSIONS[container]}`, blob)}>Save video</Button>}
      >
        It is stored as {transferSyntaxName(textOf(attributes, "00083002") ?? "")}
        {container === "mp4" ? "" : `, ${WORDS[container]}`}. {hasFailed ? DAMAGED : ""} Save it and open it in a
        player.
      </EmptyState>
    );
  }
  return <Player blob={blob} title={textOf(attributes, "0008103E") ?? "Video"} onFailed={() => setHasFailed(true)} />;
}

interface PlayerProps {
  readonly blob: Blob;
  readonly title: string;
  readonly onFailed: () => void;
}

function Player({ blob, title, onFailed }: PlayerProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(blob);
    if (video.current) video.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [blob]);
  return (
    <Box sx={{ flex: 1, minHeight: 0, bgcolor: "#000", display: "grid" }}>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- DICOM's videos carry no captions, and most no sound */}
      <video ref={video} controls loop playsInline aria-label={title} onError={onFailed} style={FIT} />
    </Box>
  );
}

const DAMAGED = "The browser has no decoder for it, or it is damaged.";

const WORDS: Readonly<Record<Exclude<VideoContainer, "mp4">, string>> = {
  transportStream: "in an MPEG transport stream, which browsers do not read",
  programStream: "in an MPEG program stream, which browsers do not read",
  elementaryStream: "as a bare stream, which browsers do not read",
  unknown: "in a container that is not known here",
};

const EXTENSIONS: Readonly<Record<VideoContainer, string>> = {
  mp4: "mp4",
  transportStream: "ts",
  programStream: "mpg",
  elementaryStream: "mpg",
  unknown: "bin",
};

const FIT = { width: "100%", height: "100%", minHeight: 0, objectFit: "contain" } as const;
