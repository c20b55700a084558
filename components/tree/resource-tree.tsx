"use client";

import Box from "@mui/material/Box";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useId, useRef, useState } from "react";
import { resourceHref } from "#components/ui/resource-href.ts";
import type { TreeNode, TreeNotice, TreeRow } from "./flatten-tree.ts";
import { TREE_ROW_HEIGHT, TreeNodeRow, TreeNoticeRow } from "./tree-row.tsx";
import { useTreeKeys } from "./use-tree-keys.ts";

export interface ResourceTreeProps {
  readonly rows: readonly TreeRow[];
  /** Resource name of the page that is shown. */
  readonly current: string | undefined;
  readonly onToggle: (names: readonly string[], open: boolean) => void;
  /** A notice was picked: try again, or show more locations. */
  readonly onNotice: (notice: TreeNotice) => void;
  /** A resource was opened. */
  readonly onOpen: () => void;
}

/**
 * The tree as a virtual list of rows, so that thousands stay smooth. One tab stop; the active row is told to assistive
 * technology by aria-activedescendant (WAI-ARIA Authoring Practices, tree view).
 */
export function ResourceTree({ rows, current, onToggle, onNotice, onOpen }: ResourceTreeProps) {
  const router = useRouter();
  const scroller = useRef<HTMLDivElement>(null);
  const [activeName, setActiveName] = useState<string | undefined>();
  const idPrefix = useId();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => TREE_ROW_HEIGHT,
    overscan: 12,
    getItemKey: (index) => rows[index]?.name ?? index,
  });
  const active = Math.max(0, indexOf(rows, activeName ?? current));
  const currentIndex = indexOf(rows, current);
  const shownPage = useRef<string | undefined>(undefined);
  useEffect(() => {
    // Only when the page changes: opening a branch must not move what the person looks at.
    if (currentIndex < 0 || shownPage.current === current) return;
    shownPage.current = current;
    virtual.scrollToIndex(currentIndex, { align: "auto" });
  }, [current, currentIndex, virtual]);

  // The handlers keep their identity while the list scrolls, so that only rows that come into view are drawn.
  const toggle = useCallback((node: TreeNode) => onToggle([node.name], node.isOpen !== true), [onToggle]);
  const pickNode = useCallback(
    (node: TreeNode) => {
      setActiveName(node.name);
      router.push(resourceHref(node.name));
      onOpen();
    },
    [onOpen, router],
  );
  const pickNotice = useCallback(
    (notice: TreeNotice) => {
      setActiveName(notice.name);
      onNotice(notice);
    },
    [onNotice],
  );

  const handleKey = useTreeKeys({
    rows,
    active,
    onToggle,
    onMove: (index) => {
      setActiveName(rows[index]?.name);
      virtual.scrollToIndex(index, { align: "auto" });
    },
    onActivate: (index) => {
      const row = rows[index];
      if (row && row.type !== "node") onNotice(row);
      if (row?.type === "node") pickNode(row);
    },
  });
  const items = virtual.getVirtualItems();
  const isActiveDrawn = items.some((item) => item.index === active);
  return (
    <Box
      ref={scroller}
      role="tree"
      aria-label="Resources"
      tabIndex={0}
      aria-activedescendant={isActiveDrawn ? `${idPrefix}${active}` : undefined}
      onKeyDown={handleKey}
      sx={{ flex: 1, overflow: "auto", minHeight: 0, "&:focus-visible": { outline: "none" } }}
    >
      <Box role="presentation" style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          const place = { id: `${idPrefix}${item.index}`, isActive: item.index === active, top: item.start };
          return row.type === "node" ? (
            <TreeNodeRow
              key={item.key}
              {...place}
              node={row}
              isCurrent={row.name === current}
              onToggle={toggle}
              onPick={pickNode}
            />
          ) : (
            <TreeNoticeRow key={item.key} {...place} notice={row} onPick={pickNotice} />
          );
        })}
      </Box>
    </Box>
  );
}

function indexOf(rows: readonly TreeRow[], name: string | undefined): number {
  return name === undefined ? -1 : rows.findIndex((row) => row.name === name);
}
