"use client";

import Box from "@mui/material/Box";
import type { Environment } from "#lib/contract/console/environments.ts";
import { token } from "./tokens.ts";

/** Colour, shape and word of each environment: no sign rests on colour alone. */
export const ENVIRONMENT_LOOKS: Readonly<
  Record<Environment, { readonly title: string; readonly ink: string; readonly soft: string; readonly path: string }>
> = {
  production: { title: "Production", ink: token.err, soft: token.errSoft, path: "M5 .8 9.6 9.2H.4Z" },
  research: {
    title: "Research",
    ink: token.ok,
    soft: token.okSoft,
    path: "M5 .8a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4Z",
  },
  sandbox: { title: "Sandbox", ink: token.warn, soft: token.warnSoft, path: "M1.4 1.4h7.2v7.2H1.4Z" },
};

export interface EnvironmentMarkProps {
  readonly environment: Environment;
  /** Side length in CSS pixels. */
  readonly size?: number;
  /** True where the word stands beside it. */
  readonly isDecoration?: boolean;
}

/** The small coloured shape of an environment. */
export function EnvironmentMark({ environment, size = 10, isDecoration = false }: EnvironmentMarkProps) {
  const { title, ink, path } = ENVIRONMENT_LOOKS[environment];
  return (
    <Box
      component="svg"
      viewBox="0 0 10 10"
      sx={{ width: size, height: size, flexShrink: 0, fill: ink }}
      {...(isDecoration ? { "aria-hidden": true } : { role: "img", "aria-label": title })}
    >
      {isDecoration ? null : <title>{title}</title>}
      <path d={path} />
    </Box>
  );
}
