"use client";

import DifferenceIcon from "@mui/icons-material/DifferenceOutlined";
import { useRouter } from "next/navigation";
import { resourceHref } from "#components/ui/resource-href.ts";
import { ToolButton } from "./tool-button.tsx";

export interface CompareFoundProps {
  readonly storeName: string;
  /** `Patient/p1` of the selected rows. */
  readonly selected: ReadonlySet<string>;
  readonly isNarrow: boolean;
}

/** On to the comparison of two selected resources of one type: likely duplicates, a copy and its source. */
export function CompareFound({ storeName, selected, isNarrow }: CompareFoundProps) {
  const router = useRouter();
  const pair = pairOf([...selected]);
  if (!pair) return null;
  return (
    <ToolButton
      icon={<DifferenceIcon />}
      words="Compare"
      isNarrow={isNarrow}
      onClick={() => router.push(resourceHref(`${storeName}/fhir/${pair.one}`, { tab: "compare", with: pair.otherId }))}
    />
  );
}

/** The first by its name, the second by its id; undefined for anything but two of one type. */
function pairOf([one = "", two = "", ...more]: readonly string[]) {
  const [type = "", otherId = ""] = two.split("/");
  return more.length === 0 && otherId !== "" && one.startsWith(`${type}/`) ? { one, otherId } : undefined;
}
