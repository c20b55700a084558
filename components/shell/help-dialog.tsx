"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import Typography from "@mui/material/Typography";
import { Fragment } from "react";
import { Kbd } from "#components/ui/kbd.tsx";
import { useKeySections, type KeySection } from "#components/ui/keyboard-map.tsx";
import { token } from "#components/ui/tokens.ts";

const EVERYWHERE: KeySection = {
  title: "Everywhere",
  keys: [
    [["Ctrl K", "⌘ K", "/"], "Search, jump, act"],
    [["F6", "Shift F6"], "To the next part of the page, or the one before"],
    [["?"], "This help"],
    [["Esc"], "Close what is open"],
  ],
};

const TREE: KeySection = {
  title: "Resource tree",
  keys: [
    [["↑", "↓"], "Move"],
    [["→", "←"], "Open, close, go to the parent"],
    [["Home", "End"], "First, last"],
    [["*"], "Open all at this level"],
    [["a – z"], "Jump to a name"],
    [["Enter"], "Show the resource"],
  ],
};

/** The keyboard map: what works everywhere, then what the page on screen adds. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const sections = [EVERYWHERE, ...useKeySections(), TREE];
  return (
    <Dialog open onClose={onClose} aria-labelledby="help-title" maxWidth="sm" fullWidth>
      <DialogTitle id="help-title">Keyboard</DialogTitle>
      <DialogContent>
        {sections.map((section) => (
          <Box component="section" key={section.title} sx={{ mb: 4 }}>
            <Typography variant="overline" component="h3" sx={{ color: token.dim }}>
              {section.title}
            </Typography>
            <Box component="dl" sx={{ m: 0, display: "grid", gridTemplateColumns: "170px 1fr", rowGap: 2, mt: 1 }}>
              {section.keys.map(([keys, does]) => (
                <Fragment key={does}>
                  <Box component="dt" sx={{ display: "flex", gap: 1, flexWrap: "wrap" }}>
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </Box>
                  <Box component="dd" sx={{ m: 0 }}>
                    {does}
                  </Box>
                </Fragment>
              ))}
            </Box>
          </Box>
        ))}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  );
}
