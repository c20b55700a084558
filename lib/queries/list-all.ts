import { z } from "zod";
import { callGateway } from "./gateway.ts";

/** The largest page that Google's admin lists give. */
const PAGE_SIZE = 1000;

/**
 * Reads every page of an admin list.
 * @param path `/v1/…` of the collection, without a query
 * @param key the field of the answer that holds the rows; absent when there are none
 */
export async function listAll<T>(path: string, key: string, row: z.ZodType<T>, signal: AbortSignal): Promise<T[]> {
  const page = z.object({ [key]: z.array(row).default([]), nextPageToken: z.string().optional() });
  const rows: T[] = [];
  let pageToken = "";
  do {
    const query = new URLSearchParams({ pageSize: String(PAGE_SIZE), ...(pageToken ? { pageToken } : {}) });
    const response = await callGateway(`${path}?${query.toString()}`, { signal });
    const answer = page.parse(await response.json());
    rows.push(...z.array(row).parse(answer[key]));
    pageToken = z.string().catch("").parse(answer.nextPageToken);
  } while (pageToken !== "");
  return rows;
}
