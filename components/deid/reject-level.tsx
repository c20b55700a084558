"use client";

import FormControl from "@mui/material/FormControl";
import FormControlLabel from "@mui/material/FormControlLabel";
import FormLabel from "@mui/material/FormLabel";
import Radio from "@mui/material/Radio";
import RadioGroup from "@mui/material/RadioGroup";
import { useQueries } from "@tanstack/react-query";
import { formatPlural } from "#components/ui/quantity.ts";
import { REJECT_LEVELS, type RejectLevel } from "#lib/contract/console/deid-review.ts";
import { rejectedPlace } from "#lib/deid/rejected-place.ts";
import type { ReviewItem } from "#lib/deid/review-gate.ts";
import { deidReviewQueries } from "#lib/queries/deid-review.ts";

export interface RejectLevelProps {
  readonly items: readonly ReviewItem[];
  readonly level: RejectLevel;
  readonly onLevel: (level: RejectLevel) => void;
}

const TITLES = { instance: "The instance", series: "Its whole series", study: "Its whole study" } as const;

/** How much of an imaging study goes, with the number of instances that go with it. Resources go one by one. */
export function RejectLevelChoice({ items, level, onLevel }: RejectLevelProps) {
  const resources = new Set(items.flatMap(({ resource }) => (resource.includes("/fhir/") ? [resource] : [])));
  const isImaging = items.some(({ resource }) => resource.includes("/dicomWeb/"));
  const counts = useCounts(items);
  return (
    <>
      {resources.size > 0 ? <div>{formatPlural(resources.size, "resource")} will be deleted.</div> : null}
      {isImaging ? (
        <FormControl>
          <FormLabel id="reject-level">What is deleted of the imaging</FormLabel>
          <RadioGroup
            aria-labelledby="reject-level"
            value={level}
            onChange={(event) => onLevel(event.target.value as RejectLevel)}
          >
            {REJECT_LEVELS.map((each) => (
              <FormControlLabel
                key={each}
                value={each}
                control={<Radio size="small" />}
                label={`${TITLES[each]}: ${counts ? formatPlural(counts[each], "instance") : "…"}`}
              />
            ))}
          </RadioGroup>
        </FormControl>
      ) : null}
    </>
  );
}

/** Of all the chosen places together, each instance, series and study once. */
function useCounts(items: readonly ReviewItem[]): Readonly<Record<RejectLevel, number>> | undefined {
  const images = [
    ...new Map(
      items.flatMap(({ resource }) => {
        const place = rejectedPlace(resource, "study");
        return place && place.kind !== "resource" ? [[resource, place] as const] : [];
      }),
    ).values(),
  ];
  const series = [...new Map(images.map((image) => [`${image.study} ${image.series}`, image])).values()];
  const answers = useQueries({
    queries: series.map((image) =>
      deidReviewQueries.blastRadius({ ...image, root: image.name.split("/studies/")[0] ?? "" }),
    ),
  });
  if (answers.some(({ data }) => data === undefined)) return undefined;
  const studies = new Map(series.map(({ study }, at) => [study, answers[at]?.data?.study ?? 0]));
  const sum = (sizes: Iterable<number>): number => [...sizes].reduce((total, size) => total + size, 0);
  return {
    instance: images.length,
    series: sum(answers.map(({ data }) => data?.series ?? 0)),
    study: sum(studies.values()),
  };
}
