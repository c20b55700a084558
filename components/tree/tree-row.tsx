"use client";

import { styled } from "@mui/material/styles";
import { useQuery } from "@tanstack/react-query";
import { memo, useEffect, useState, type MouseEvent } from "react";
import { useEnvironment } from "#components/ui/environment-lock.tsx";
import { EnvironmentMark } from "#components/ui/environment-mark.tsx";
import { formatCount } from "#components/ui/quantity.ts";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import { TypeMark } from "#components/ui/type-mark.tsx";
import type { StoreKind } from "#lib/contract/resource-name.ts";
import { resourceQueries } from "#lib/queries/stores.ts";
import type { TreeNode, TreeNotice } from "./flatten-tree.ts";

export const TREE_ROW_HEIGHT = 28;

interface RowProps {
  readonly id: string;
  /** The row that the keyboard stands on. */
  readonly isActive: boolean;
  /** Where the row stands in the virtual list, in CSS pixels from its top. */
  readonly top: number;
}

export interface TreeNodeRowProps extends RowProps {
  readonly node: TreeNode;
  /** The resource of the page that is shown. */
  readonly isCurrent: boolean;
  readonly onToggle: (node: TreeNode) => void;
  readonly onPick: (node: TreeNode) => void;
}

/** One resource: a link, so that it opens in a new tab like any other. */
export const TreeNodeRow = memo(function TreeNodeRow(props: TreeNodeRowProps) {
  const { id, node, isActive, isCurrent, top, onToggle, onPick } = props;
  const toggle = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onToggle(node);
  };
  return (
    <RowLink
      href={resourceHref(node.name)}
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={node.level}
      aria-posinset={node.position}
      aria-setsize={node.siblings}
      aria-expanded={node.isOpen}
      aria-selected={isCurrent}
      data-active={isActive || undefined}
      onClick={(event) => {
        // With a modifier the browser opens a tab or window of its own.
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        onPick(node);
      }}
      style={{ transform: `translateY(${top}px)`, paddingLeft: INDENT[node.level] }}
      data-kind={node.kind}
    >
      {node.isOpen === undefined ? null : (
        <Twisty aria-hidden onClick={toggle}>
          <svg viewBox="0 0 16 16" width="16" height="16" style={node.isOpen ? OPEN : undefined}>
            <path d="m6 4 4 4-4 4" fill="none" stroke="currentColor" strokeWidth="1.6" />
          </svg>
        </Twisty>
      )}
      {node.kind === "project" || node.kind === "location" ? null : <TypeMark kind={node.kind} />}
      <Label>{node.label}</Label>
      <RowEnd node={node} />
    </RowLink>
  );
});

export interface TreeNoticeRowProps extends RowProps {
  readonly notice: TreeNotice;
  readonly onPick: (notice: TreeNotice) => void;
}

/** A row that says something about its branch; some do something when picked. */
export const TreeNoticeRow = memo(function TreeNoticeRow({ id, notice, isActive, top, onPick }: TreeNoticeRowProps) {
  return (
    <RowNote
      id={id}
      role="treeitem"
      aria-level={notice.level}
      aria-selected={false}
      title={notice.label}
      data-active={isActive || undefined}
      onClick={() => onPick(notice)}
      style={{ transform: `translateY(${top}px)`, paddingLeft: (INDENT[notice.level] ?? 0) + 18 }}
      data-notice={notice.type}
    >
      <Label>{notice.label}</Label>
    </RowNote>
  );
});

function RowEnd({ node }: { readonly node: TreeNode }) {
  if (node.kind === "dataset" || node.kind === "project") return <ContainerEnd node={node} />;
  return node.kind === "location" ? null : <StoreCount store={node.name} kind={node.kind} />;
}

/** The mark stands where the label was given; what it covers below needs no repetition. */
function ContainerEnd({ node }: { readonly node: TreeNode }) {
  const { environment, labelName } = useEnvironment(node.name);
  return (
    <End>
      {node.note}
      {environment && labelName === node.name ? <EnvironmentMark environment={environment} size={9} /> : null}
    </End>
  );
}

/** A row that only flies by while the list scrolls asks nothing. */
const SETTLED_MS = 120;

function StoreCount({ store, kind }: { readonly store: string; readonly kind: StoreKind }) {
  const [isSettled, setSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), SETTLED_MS);
    return () => clearTimeout(timer);
  }, []);
  const query = resourceQueries.metrics(store, kind);
  const metrics = useQuery({ ...query, enabled: isSettled && query.enabled !== false });
  return <End className="tabular">{metrics.data ? formatCount(metrics.data.total) : null}</End>;
}

/** Left padding by level in CSS pixels; stores have no twisty and stand under their dataset's letter. */
const INDENT: Readonly<Record<number, number>> = { 1: 6, 2: 18, 3: 30, 4: 52 };
const ROW = {
  position: "absolute",
  top: 0,
  left: 0,
  right: 0,
  display: "flex",
  alignItems: "center",
  gap: 7,
  height: TREE_ROW_HEIGHT,
  paddingRight: 8,
  borderRadius: 6,
  whiteSpace: "nowrap",
  "&:hover": { backgroundColor: token.hover },
  '[role="tree"]:focus-visible &[data-active]': { outline: `2px solid ${token.accent}`, outlineOffset: -2 },
} as const;

// Styled once for the module: a row that scrolls into view costs no new style work.
const RowLink = styled("a")({
  ...ROW,
  color: token.ink,
  textDecoration: "none",
  '&[data-kind="project"]': { fontWeight: 600 },
  '&[data-kind="location"]': { color: token.dim },
  '&[aria-selected="true"]': { backgroundColor: token.sel, color: token.accent, fontWeight: 600 },
});

const RowNote = styled("div")({
  ...ROW,
  fontSize: 12,
  color: token.dim,
  cursor: "default",
  '&[data-notice="problem"]': { color: token.err, cursor: "pointer" },
  '&[data-notice="empty-locations"]': { cursor: "pointer" },
});

const Twisty = styled("span")({
  display: "grid",
  placeItems: "center",
  width: 16,
  height: 22,
  marginRight: -4,
  color: token.dim,
});

const OPEN = { transform: "rotate(90deg)" } as const;

const Label = styled("span")({ overflow: "hidden", textOverflow: "ellipsis" });

const End = styled("span")({
  marginLeft: "auto",
  paddingLeft: 4,
  display: "inline-flex",
  alignItems: "center",
  gap: 7,
  color: token.dim,
  fontSize: 11.5,
  fontWeight: 400,
});
