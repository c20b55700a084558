"use client";

import { AppRouterCacheProvider } from "@mui/material-nextjs/v16-appRouter";
import { ThemeProvider } from "@mui/material/styles";
import { QueryClientProvider } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { ConsoleStyles } from "#components/ui/global-styles.tsx";
import { IdentityMaskProvider } from "#components/ui/identity-mask.tsx";
import { theme } from "#components/ui/theme.ts";
import { createQueryClient } from "#lib/queries/query-client.ts";

export interface ProvidersProps {
  /** Lets the page's own style and script tags pass the Content-Security-Policy. */
  readonly nonce: string | undefined;
  readonly children: ReactNode;
}

/** What every page stands on: styles, theme, the cache of answers, the identity mask. */
export function Providers({ nonce, children }: ProvidersProps) {
  const [queryClient] = useState(() => createQueryClient(goToSignIn));
  return (
    <AppRouterCacheProvider options={{ key: "mui", ...(nonce === undefined ? {} : { nonce }) }}>
      <ThemeProvider theme={theme} defaultMode="system" disableTransitionOnChange>
        <ConsoleStyles />
        <QueryClientProvider client={queryClient}>
          <IdentityMaskProvider>{children}</IdentityMaskProvider>
        </QueryClientProvider>
      </ThemeProvider>
    </AppRouterCacheProvider>
  );
}

/** A full page load, so that nothing of the ended session stays in memory. */
function goToSignIn(): void {
  if (window.location.pathname === "/sign-in") return;
  const here = window.location.pathname + window.location.search;
  window.location.assign(`/sign-in?returnTo=${encodeURIComponent(here)}`);
}
