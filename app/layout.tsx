import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import InitColorSchemeScript from "@mui/material/InitColorSchemeScript";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { THEME_ATTRIBUTE } from "#components/ui/theme-attribute.ts";
import { Providers } from "./providers.tsx";

export const metadata: Metadata = {
  title: { default: "Careplane", template: "%s · Careplane" },
  description: "The open console for the healthcare data plane.",
  referrer: "no-referrer",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { colorScheme: "light dark", width: "device-width", initialScale: 1 };

/** Reading a request header makes every page dynamic, which a Content-Security-Policy with a nonce per answer needs. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        <InitColorSchemeScript attribute={THEME_ATTRIBUTE} defaultMode="system" {...(nonce ? { nonce } : {})} />
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  );
}
