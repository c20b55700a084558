"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { fhirResourceQueries, type ResourceAddress, type ResourceVersion } from "#lib/queries/fhir-resource.ts";
import { changeBehind } from "./change-behind.ts";

/** A version with the person who made it through this console, and why. */
export interface SignedVersion extends ResourceVersion {
  readonly who: string | undefined;
  /** Why, in that person's words; empty where nobody said. */
  readonly reason: string;
}

/** The versions of a resource, newest first, and who made them where the console's audit log knows. */
export function useHistory(address: ResourceAddress) {
  const history = useInfiniteQuery(fhirResourceQueries.history(address));
  const changes = useInfiniteQuery(fhirResourceQueries.changes(address.store, address.type, address.id));
  const versions = useMemo<readonly SignedVersion[]>(() => {
    const known = changes.data?.pages.flatMap((page) => page.changes) ?? [];
    const all = history.data?.pages.flatMap((page) => page.versions) ?? [];
    return all.map((version) => {
      const change = changeBehind(version, known);
      return { ...version, who: change?.who, reason: change?.reason ?? "" };
    });
  }, [history.data, changes.data]);
  return { history, versions };
}
