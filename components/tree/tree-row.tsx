"use client";

import ChevronRightIcon from "@mui/icons-material/ChevronRight";
import Box from "@mui/material/Box";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { CSSProperties, MouseEvent } from "react";
import { useEnvironment } from "#components/ui/environment-lock.tsx";
import { EnvironmentMark } from "#components/ui/environment-mark.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import { TypeMark } from "#components/ui/type-mark.tsx";
import type { StoreKind } from "#lib/contract/resource-name.ts";
import { resourceQueries } from "#lib/queries/stores.ts";
import type { NodeKind, TreeNode, TreeNotice } from "./flatten-tree.ts";

export const TREE_ROW_HEIGHT = 28;

interface RowProps {
  readonly id: string;
  /** The row that the keyboard stands on. */
  readonly isActive: boolean;
  /** Places the row in the virtual list. */
  readonly style: CSSProperties;
}

export interface TreeNodeRowProps extends RowProps {
  readonly node: TreeNode;
  /** The resource of the page that is shown. */
  readonly isCurrent: boolean;
  readonly onToggle: () => void;
  readonly onPick: () => void;
}

/** One resource: a link, so that it opens in a new tab like any other. */
export function TreeNodeRow({ id, node, isActive, isCurrent, style, onToggle, onPick }: TreeNodeRowProps) {
  const toggle = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onToggle();
  };
  return (
    <Box
      component={Link}
      href={resourceHref(node.name)}
      prefetch={false}
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={node.level}
      aria-posinset={node.position}
      aria-setsize={node.siblings}
      aria-expanded={node.isOpen}
      aria-selected={isCurrent}
      data-active={isActive || undefined}
      onClick={onPick}
      style={style}
      sx={{ ...ROW, pl: `${INDENT[node.level] ?? 8}px`, color: INK[node.kind] ?? token.ink }}
    >
      {node.isOpen === undefined ? null : (
        <Box component="span" aria-hidden onClick={toggle} sx={TWISTY}>
          <ChevronRightIcon sx={{ fontSize: 16, transform: node.isOpen ? "rotate(90deg)" : "none" }} />
        </Box>
      )}
      {node.kind === "project" || node.kind === "location" ? null : <TypeMark kind={node.kind} />}
      <Box component="span" sx={{ ...LABEL, fontWeight: node.kind === "project" ? 600 : "inherit" }}>
        {node.label}
      </Box>
      <RowEnd node={node} />
    </Box>
  );
}

export interface TreeNoticeRowProps extends RowProps {
  readonly notice: TreeNotice;
  readonly onPick: () => void;
}

/** A row that says something about its branch; some do something when picked. */
export function TreeNoticeRow({ id, notice, isActive, style, onPick }: TreeNoticeRowProps) {
  const isAction = notice.type === "problem" || notice.type === "empty-locations";
  return (
    <Box
      id={id}
      role="treeitem"
      aria-level={notice.level}
      aria-selected={false}
      title={notice.label}
      data-active={isActive || undefined}
      onClick={onPick}
      style={style}
      sx={{
        ...ROW,
        pl: `${(INDENT[notice.level] ?? 8) + 18}px`,
        fontSize: 12,
        color: notice.type === "problem" ? token.err : token.dim,
        cursor: isAction ? "pointer" : "default",
      }}
    >
      <Box component="span" sx={LABEL}>
        {notice.label}
      </Box>
    </Box>
  );
}

function RowEnd({ node }: { readonly node: TreeNode }) {
  if (node.kind === "dataset" || node.kind === "project") return <ContainerEnd node={node} />;
  return node.kind === "location" ? null : <StoreCount store={node.name} kind={node.kind} />;
}

/** The mark stands where the label was given; what it covers below needs no repetition. */
function ContainerEnd({ node }: { readonly node: TreeNode }) {
  const { environment, labelName } = useEnvironment(node.name);
  return (
    <Box component="span" sx={END}>
      {node.note}
      {environment && labelName === node.name ? <EnvironmentMark environment={environment} size={9} /> : null}
    </Box>
  );
}

function StoreCount({ store, kind }: { readonly store: string; readonly kind: StoreKind }) {
  const metrics = useQuery(resourceQueries.metrics(store, kind));
  return (
    <Box component="span" className="tabular" sx={END}>
      {metrics.data ? formatCount(metrics.data.total) : null}
    </Box>
  );
}

/** Left padding by level in CSS pixels; stores have no twisty and stand under their dataset's letter. */
const INDENT: Readonly<Record<number, number>> = { 1: 6, 2: 18, 3: 30, 4: 52 };
const INK: Readonly<Partial<Record<NodeKind, string>>> = { location: token.dim };

const ROW = {
  position: "absolute",
  top: 0,
  left: 0,
  right: 0,
  display: "flex",
  alignItems: "center",
  gap: "7px",
  height: TREE_ROW_HEIGHT,
  pr: 2,
  borderRadius: "6px",
  whiteSpace: "nowrap",
  textDecoration: "none",
  cursor: "pointer",
  "&:hover": { bgcolor: token.hover },
  '&[aria-selected="true"]': { bgcolor: token.sel, color: token.accent, fontWeight: 600 },
  '[role="tree"]:focus-visible &[data-active]': { outline: `2px solid ${token.accent}`, outlineOffset: -2 },
} as const;

const TWISTY = { display: "grid", placeItems: "center", width: 16, height: 22, mr: "-4px", color: token.dim } as const;
const LABEL = { overflow: "hidden", textOverflow: "ellipsis" } as const;
const END = {
  ml: "auto",
  pl: 1,
  display: "inline-flex",
  alignItems: "center",
  gap: "7px",
  color: token.dim,
  fontSize: 11.5,
  fontWeight: 400,
} as const;
