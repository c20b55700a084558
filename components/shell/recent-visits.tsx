"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { homeQueries, rememberRecent } from "#lib/queries/home.ts";
import type { PagePlace } from "./page-place.ts";

/** Somebody who only passes through a page on the way to another did not open it. */
const SETTLED_MS = 1_500;

/** Remembers the datasets and stores that the person stays on, for the home page and the palette. Shows nothing. */
export function RecentVisits({ place }: { readonly place: PagePlace }) {
  const queryClient = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: rememberRecent,
    onSuccess: () => queryClient.invalidateQueries(homeQueries.home()),
  });
  const { resource, name } = place;
  const isKept = resource?.kind === "dataset" || resource?.kind === "store";
  useEffect(() => {
    if (!isKept || name === undefined) return undefined;
    const timer = setTimeout(() => mutate(name), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [isKept, name, mutate]);
  return null;
}
