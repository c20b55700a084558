"use client";

import Box from "@mui/material/Box";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRouter } from "next/navigation";
import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import { resourceHref } from "#components/ui/resource-href.ts";
import type { TreeRow } from "./flatten-tree.ts";
import { TREE_ROW_HEIGHT, TreeNodeRow, TreeNoticeRow } from "./tree-row.tsx";
import { treeKeyAction, typeAhead } from "./tree-keyboard.ts";

/** A pause this long starts a new word of type-ahead. */
const TYPE_AHEAD_MS = 700;

export interface ResourceTreeProps {
  readonly rows: readonly TreeRow[];
  /** Resource name of the page that is shown. */
  readonly current: string | undefined;
  readonly onToggle: (names: readonly string[], open: boolean) => void;
  /** A notice was picked: try again, or show more locations. */
  readonly onNotice: (row: TreeRow) => void;
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
  const typed = useRef({ text: "", at: 0 });
  const [activeName, setActiveName] = useState<string | undefined>();
  const idPrefix = useId();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => TREE_ROW_HEIGHT,
    overscan: 12,
    getItemKey: (index) => rows[index]?.name ?? index,
  });
  const active = Math.max(
    0,
    rows.findIndex((row) => row.name === (activeName ?? current)),
  );
  const currentIndex = rows.findIndex((row) => row.name === current);
  const shownPage = useRef<string | undefined>(undefined);
  useEffect(() => {
    // Only when the page changes: opening a branch must not move what the person looks at.
    if (currentIndex < 0 || shownPage.current === current) return;
    shownPage.current = current;
    virtual.scrollToIndex(currentIndex, { align: "auto" });
  }, [current, currentIndex, virtual]);
  const items = virtual.getVirtualItems();
  const isActiveDrawn = items.some((item) => item.index === active);

  const moveTo = (index: number) => {
    setActiveName(rows[index]?.name);
    virtual.scrollToIndex(index, { align: "auto" });
  };
  const activate = (index: number) => {
    const row = rows[index];
    if (!row) return;
    if (row.type !== "node") return onNotice(row);
    router.push(resourceHref(row.name));
    onOpen();
  };
  const handleKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = treeKeyAction(rows, active, event.key);
    if (action) {
      event.preventDefault();
      if (action.do === "move") moveTo(action.to);
      else if (action.do === "activate") activate(action.index);
      else if (action.do === "open-siblings") onToggle(action.names, true);
      else onToggle([action.name], action.do === "open");
      return;
    }
    if (event.key.length !== 1 || event.key === "/" || event.key === "?") return;
    const isSameWord = event.timeStamp - typed.current.at < TYPE_AHEAD_MS;
    typed.current = { text: (isSameWord ? typed.current.text : "") + event.key, at: event.timeStamp };
    const found = typeAhead(rows, active, typed.current.text);
    if (found !== undefined) moveTo(found);
  };

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
          const place = {
            id: `${idPrefix}${item.index}`,
            isActive: item.index === active,
            style: { transform: `translateY(${item.start}px)` },
          };
          const pick = () => setActiveName(row.name);
          return row.type === "node" ? (
            <TreeNodeRow
              key={item.key}
              {...place}
              node={row}
              isCurrent={row.name === current}
              onToggle={() => onToggle([row.name], row.isOpen !== true)}
              onPick={() => {
                pick();
                onOpen();
              }}
            />
          ) : (
            <TreeNoticeRow
              key={item.key}
              {...place}
              notice={row}
              onPick={() => {
                pick();
                onNotice(row);
              }}
            />
          );
        })}
      </Box>
    </Box>
  );
}
