"use client";

import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import ButtonBase from "@mui/material/ButtonBase";
import Typography from "@mui/material/Typography";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { Brand } from "#components/ui/brand.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import { QueryProblem } from "#components/ui/query-problem.tsx";
import { token } from "#components/ui/tokens.ts";
import type { SignInOptions } from "#lib/contract/console/signin.ts";
import { signIn, signInQueries, type SignInChoice } from "#lib/queries/signin.ts";
import { safeReturnAddress } from "./return-address.ts";

/** next-auth's error codes in words; anything else gets the general sentence. */
const REFUSALS: Readonly<Record<string, string>> = {
  AccessDenied: "Your account has no role in this console. Ask an admin to give you one.",
  CredentialsSignin: "That person is not known here.",
  OAuthCallback: "The sign-in provider's answer could not be used. Try again.",
  SessionRequired: "Please sign in first.",
};

/** The door: demo people in one click against the emulator, else the configured provider. */
export function SignIn() {
  const search = useSearchParams();
  const options = useQuery(signInQueries.options());
  const entry = useMutation({
    mutationFn: (choice: SignInChoice) => signIn(choice, safeReturnAddress(search.get("returnTo"))),
    onSuccess: (address) => window.location.assign(address),
  });
  const refusal = search.get("error");
  return (
    <Box component="main" sx={PAGE}>
      <Box sx={PANEL}>
        <Box sx={{ fontSize: 15, mb: 5 }}>
          <Brand />
        </Box>
        <Typography variant="h1">Sign in</Typography>
        <Typography sx={{ color: token.dim, mb: 4 }}>The open console for the healthcare data plane.</Typography>
        {refusal === null ? null : (
          <Alert severity="warning" variant="outlined" sx={{ mb: 4 }}>
            {REFUSALS[refusal] ?? "Signing in did not work. Try again."}
          </Alert>
        )}
        {entry.isError ? <QueryProblem error={entry.error} /> : null}
        {options.isPending ? <LoadingLines what="ways to sign in" lines={3} lineHeight={56} /> : null}
        {options.isError ? <QueryProblem error={options.error} onRetry={() => void options.refetch()} /> : null}
        {options.data ? (
          <Ways options={options.data} isBusy={entry.isPending || entry.isSuccess} onChoose={entry.mutate} />
        ) : null}
      </Box>
    </Box>
  );
}

interface WaysProps {
  readonly options: SignInOptions;
  readonly isBusy: boolean;
  readonly onChoose: (choice: SignInChoice) => void;
}

function Ways({ options, isBusy, onChoose }: WaysProps) {
  if (options.mode === "oidc") {
    return (
      <Button
        variant="contained"
        color="primary"
        fullWidth
        disabled={isBusy}
        onClick={() => onChoose({ with: "oidc" })}
        sx={{ py: 2 }}
      >
        Continue with {options.providerName}
      </Button>
    );
  }
  return (
    <>
      <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0, display: "grid", gap: 2 }}>
        {options.people.map((person) => (
          <li key={person.id}>
            <ButtonBase disabled={isBusy} onClick={() => onChoose({ with: "demo", person: person.id })} sx={PERSON}>
              <Box component="span" sx={{ display: "flex", gap: 2, alignItems: "baseline", width: "100%" }}>
                <Box component="span" sx={{ fontWeight: 600 }}>
                  {person.name}
                </Box>
                <Box component="span" sx={{ ml: "auto", color: token.accent, fontWeight: 600, fontSize: 12 }}>
                  {person.role}
                </Box>
              </Box>
              <Box component="span" sx={{ color: token.dim, textAlign: "left" }}>
                {person.description}
              </Box>
            </ButtonBase>
          </li>
        ))}
      </Box>
      <Typography variant="caption" component="p" sx={{ color: token.dim, mt: 3 }}>
        Demo people, because this console is pointed at the local emulator. All patients in it are made up.
      </Typography>
    </>
  );
}

const PAGE = { minHeight: "100dvh", display: "grid", placeItems: "center", p: 4, bgcolor: token.bg } as const;
const PANEL = {
  width: "100%",
  maxWidth: 420,
  p: 6,
  bgcolor: token.panel,
  border: `1px solid ${token.line}`,
  borderRadius: "12px",
  boxShadow: token.shadow,
} as const;
const PERSON = {
  display: "flex",
  flexDirection: "column",
  alignItems: "flex-start",
  gap: "2px",
  width: "100%",
  px: 3,
  py: "10px",
  border: `1px solid ${token.line}`,
  borderRadius: "8px",
  fontFamily: "inherit",
  fontSize: 13,
  "&:hover": { borderColor: token.accent, bgcolor: token.hover },
  "&:disabled": { opacity: 0.6 },
} as const;
