"use client";

import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { useState, type FormEvent } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { PasswordWish } from "./pdf-engine.ts";

export interface PdfLockProps {
  readonly wish: PasswordWish;
  readonly onSave: () => void;
}

/** Asks for the password of a PDF. It goes to the reader in this page and nowhere else. */
export function PdfLock({ wish, onSave }: PdfLockProps) {
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState<PasswordWish>();
  const isTrying = tried === wish;
  const open = (event: FormEvent) => {
    event.preventDefault();
    setTried(wish);
    setPassword("");
    wish.answer(password);
  };
  return (
    <EmptyState title="This PDF is locked with a password">
      It is opened here, in this page; the password is not sent or kept.
      <Box component="form" onSubmit={open} sx={FORM}>
        <TextField
          label="Password of the PDF"
          type="password"
          size="small"
          autoComplete="off"
          value={password}
          error={wish.isWrong && !isTrying}
          helperText={wish.isWrong && !isTrying ? "That password does not open it." : " "}
          slotProps={{ formHelperText: { role: "status" } }}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit" variant="contained" disabled={password === "" || isTrying}>
          Open
        </Button>
      </Box>
      <Button onClick={onSave}>Save PDF</Button>
    </EmptyState>
  );
}

const FORM = { display: "flex", justifyContent: "center", alignItems: "flex-start", gap: 2, mt: 4, mb: 2 } as const;
