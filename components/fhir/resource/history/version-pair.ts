/** Two versions of a resource that are compared, by their version ids. */
export interface VersionPair {
  readonly from: string;
  readonly to: string;
}
