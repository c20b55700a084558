/** How much a search may look at before it takes another way. All in index rows or resources. */
export interface SearchLimits {
  /** A condition that fewer resources satisfy is read whole and sorted; that also gives the exact total. */
  readonly selective: number;
  /** Candidates tested in result order before a search gives up on finding a page that way. */
  readonly scanBudget: number;
  /** Totals of one condition are counted so far, and estimated beyond; an index counts this far in some milliseconds. */
  readonly exactSingle: number;
  /** Resources looked at to estimate a larger total. */
  readonly sample: number;
}

export const SEARCH_LIMITS: SearchLimits = {
  selective: 2000,
  scanBudget: 4000,
  exactSingle: 100_000,
  sample: 200,
};
