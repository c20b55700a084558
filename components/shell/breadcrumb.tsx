"use client";

import Box from "@mui/material/Box";
import { PageLink } from "#components/ui/page-link.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import { formatResourceName, parentName, shortName, type ResourceName } from "#lib/contract/resource-name.ts";
import type { PagePlace } from "./page-place.ts";

/** Words for the pages that belong to no resource. */
const PAGE_TITLES: Readonly<Record<string, string>> = {
  settings: "Settings",
  audit: "Audit log",
  operations: "Operations",
};

interface Crumb {
  readonly label: string;
  readonly href: string;
}

/** The resource name of the page: each part a link, the whole to copy. */
export function Breadcrumb({ place }: { readonly place: PagePlace }) {
  const crumbs = crumbsOf(place);
  return (
    <Box component="nav" aria-label="Resource name" sx={NAV}>
      <Box component="ol" sx={LIST}>
        {crumbs.map((crumb, index) => {
          const isLast = index === crumbs.length - 1;
          return (
            <Box
              component="li"
              key={crumb.href}
              sx={isLast ? LAST : ITEM}
              style={{ minWidth: crumb.label.length > SHORT ? 44 : "max-content" }}
            >
              {index === 0 ? null : <span aria-hidden>›</span>}
              <Box
                component={PageLink}
                href={crumb.href}
                aria-current={isLast ? "page" : undefined}
                sx={LINK}
                title={crumb.label}
              >
                {shortened(crumb.label)}
              </Box>
            </Box>
          );
        })}
      </Box>
      {place.name === undefined ? null : <CopyButton text={copiedName(place)} what="full name" />}
    </Box>
  );
}

function crumbsOf(place: PagePlace): Crumb[] {
  const names: ResourceName[] = [];
  for (let name = place.resource; name !== undefined; name = parentName(name)) names.unshift(name);
  const crumbs = names.map((name) => ({ label: shortName(name), href: resourceHref(formatResourceName(name)) }));
  // A page under a resource has a step of its own: `Patient/p1 › room`.
  const [path, page] = place.rest.length > 3 ? [place.rest.slice(0, 3), place.rest.slice(3)] : [place.rest, []];
  const rest = restLabel({ name: place.name, rest: path });
  if (rest !== undefined) crumbs.push({ label: rest, href: resourceHref([place.name, ...path].join("/")) });
  if (page.length > 0)
    crumbs.push({ label: page.join("/"), href: resourceHref([place.name, ...place.rest].join("/")) });
  return crumbs.length > 0 ? crumbs : [{ label: "Home", href: "/" }];
}

function restLabel({ name, rest }: Pick<PagePlace, "name" | "rest">): string | undefined {
  if (rest.length === 0) return undefined;
  if (name === undefined) return PAGE_TITLES[rest[0] ?? ""];
  const isFolder = rest.length > 1 && ["fhir", "messages", "dicomWeb"].includes(rest[0] ?? "");
  return rest.slice(isFolder ? 1 : 0).join("/");
}

/** Message ids and UIDs are told apart by both their ends. */
function shortened(label: string): string {
  return label.length > 34 ? `${label.slice(0, 18)}…${label.slice(-8)}` : label;
}

function copiedName({ name, rest }: PagePlace): string {
  return [name, ...(rest[0] === "fhir" ? rest : [])].join("/");
}

/** Labels of so few characters are shown whole. */
const SHORT = 6;

const NAV = { display: "flex", alignItems: "center", gap: 1, minWidth: 0, flexShrink: 1 } as const;
const LIST = { display: "flex", alignItems: "center", gap: "6px", m: 0, p: 0, listStyle: "none", minWidth: 0 } as const;
const ITEM = {
  display: "flex",
  gap: "6px",
  alignItems: "center",
  // What stands above gives way long before the page's own name does.
  flexShrink: 1000,
  color: token.dim,
  whiteSpace: "nowrap",
} as const;
const LAST = {
  ...ITEM,
  flexShrink: 1,
  color: token.ink,
  fontWeight: 600,
  "& > span": { color: token.dim, fontWeight: 400 },
} as const;
const LINK = {
  color: "inherit",
  textDecoration: "none",
  overflow: "hidden",
  textOverflow: "ellipsis",
  "&:hover": { color: token.accent, textDecoration: "underline" },
} as const;
