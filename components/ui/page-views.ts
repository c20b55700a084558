/** A view of the page at hand: one of its tabs. */
export interface PageView {
  readonly label: string;
  readonly href: string;
}

let offered: readonly PageView[] = [];

/** The page at hand offers its views to the command palette until the returned function is called. */
export function offerViews(views: readonly PageView[]): () => void {
  offered = views;
  return () => {
    if (offered === views) offered = [];
  };
}

/** The views that the page at hand offers. */
export function offeredViews(): readonly PageView[] {
  return offered;
}
