"use client";

import { useEffect } from "react";

const KEPT = "data-kept";

/**
 * Keeps the title of a page. Next takes it out of the document when a step back over a reload is followed by another address of the same page, and
 * a window without a title cannot be told from others, by ear or in a list of tabs.
 */
export function TitleKeeper() {
  useEffect(() => {
    let last = { path: window.location.pathname, title: document.title };
    const keep = () => {
      const titles = [...document.head.querySelectorAll("title")];
      const own = titles.filter((title) => !title.hasAttribute(KEPT));
      if (own.length > 0) {
        for (const title of titles) if (title.hasAttribute(KEPT)) title.remove();
        last = { path: window.location.pathname, title: document.title };
      } else if (titles.length === 0 && last.title !== "" && last.path === window.location.pathname) {
        const title = document.createElement("title");
        title.setAttribute(KEPT, "");
        title.textContent = last.title;
        document.head.append(title);
      }
    };
    const observer = new MutationObserver(keep);
    observer.observe(document.head, { childList: true });
    return () => observer.disconnect();
  }, []);
  return null;
}
