"use client";

import Link from "next/link";
import { useState, type ComponentProps } from "react";

/**
 * A link to a page of the console. It fetches the page ahead when the pointer or the focus comes to it, and not before:
 * a table of a hundred links must not ask for a hundred pages.
 */
export function PageLink({ onPointerEnter, onFocus, ...props }: Omit<ComponentProps<typeof Link>, "prefetch">) {
  const [isWanted, setWanted] = useState(false);
  return (
    <Link
      {...props}
      prefetch={isWanted ? null : false}
      onPointerEnter={(event) => {
        setWanted(true);
        onPointerEnter?.(event);
      }}
      onFocus={(event) => {
        setWanted(true);
        onFocus?.(event);
      }}
    />
  );
}
