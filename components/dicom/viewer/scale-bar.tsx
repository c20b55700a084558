"use client";

import Box from "@mui/material/Box";

const LENGTHS = [1, 2, 5, 10, 20, 50, 100, 200, 500];
const LONGEST = 130;

/** A bar of a round length at the bottom of a picture. `millimetres` of one CSS pixel. */
export function ScaleBar({ millimetres }: { readonly millimetres: number }) {
  const length = LENGTHS.findLast((candidate) => candidate / millimetres <= LONGEST);
  if (length === undefined) return null;
  return (
    <Box sx={FRAME}>
      <Box sx={BAR} style={{ width: length / millimetres }} />
      <Box component="span" sx={{ ml: "6px" }}>
        {length < 10 ? `${length} mm` : `${length / 10} cm`}
      </Box>
    </Box>
  );
}

const FRAME = {
  position: "absolute",
  bottom: 8,
  left: "50%",
  transform: "translateX(-50%)",
  display: "flex",
  alignItems: "center",
  whiteSpace: "nowrap",
  "@container (max-width: 420px)": { display: "none" },
} as const;

const BAR = {
  height: 6,
  border: "1px solid #e8eef5",
  borderTop: "none",
  boxShadow: "0 1px 2px #000",
} as const;
