"use client";

import Box from "@mui/material/Box";
import { useContext } from "react";
import type { StackImage } from "#lib/dicom/image-stack.ts";
import { isKeyImage } from "#lib/dicom/key-object.ts";
import { KeyImagesContext } from "./use-key-images.ts";

/** Says over a picture that it is a key image. */
export function KeyMark({ image }: { readonly image: StackImage }) {
  const { marks } = useContext(KeyImagesContext);
  if (!isKeyImage(marks, image)) return null;
  return (
    <Box data-testid="key-mark" sx={MARK}>
      ★ Key image
    </Box>
  );
}

/** Light on black in both themes, below the lines of the top left corner. */
const MARK = {
  position: "absolute",
  top: 66,
  left: 10,
  fontSize: 12,
  fontWeight: 600,
  color: "#ffd24a",
  textShadow: "0 0 2px #000, 0 0 3px #000",
  pointerEvents: "none",
} as const;
