"use client";

import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { useQuery } from "@tanstack/react-query";
import { formatBytes, formatCount } from "#components/ui/quantity.ts";
import { token } from "#components/ui/tokens.ts";
import { modalitiesOf } from "#lib/dicom/study-summary.ts";
import { dicomStudyQueries, type StudyAddress } from "#lib/queries/dicom-study.ts";
import { dicomStudiesQueries } from "#lib/queries/dicom-studies.ts";

/** The modalities of a study as chips. The API's study search tells none, so each row asks for its series. */
export function ModalityChips({ study }: { readonly study: StudyAddress }) {
  const series = useQuery(dicomStudyQueries.series(study));
  if (series.isPending) return <Skeleton width={44} height={18} />;
  if (series.isError) return <Unknown what="modalities" />;
  const modalities = modalitiesOf(series.data);
  const rest = modalities.slice(SHOWN_CHIPS);
  return (
    <Box component="span" sx={{ display: "flex", gap: 1, alignItems: "center" }}>
      {modalities.slice(0, SHOWN_CHIPS).map((modality) => (
        <Box component="span" key={modality} sx={CHIP}>
          {modality}
        </Box>
      ))}
      {rest.length > 0 ? <span title={rest.join(", ")}>+{rest.length}</span> : null}
    </Box>
  );
}

/** Rows stay on one line. */
const SHOWN_CHIPS = 2;

/** How many instances are in a study, in short, as names need the room: `214 in 2 series · 112 MB`. */
export function StudySize({ study }: { readonly study: StudyAddress }) {
  const metrics = useQuery(dicomStudiesQueries.metrics(study));
  if (metrics.isPending) return <Skeleton width={110} height={18} />;
  if (metrics.isError) return <Unknown what="size" />;
  const { series, instances, bytes } = metrics.data;
  return (
    <span className="tabular">
      {formatCount(instances)} in {formatCount(series)} series · {formatBytes(bytes)}
    </span>
  );
}

function Unknown({ what }: { readonly what: string }) {
  return (
    <Box component="span" sx={{ color: token.dim }} title={`The API did not tell the ${what} of this study.`}>
      not known
    </Box>
  );
}

const CHIP = {
  px: "6px",
  borderRadius: "5px",
  border: `1px solid ${token.line}`,
  bgcolor: token.bg,
  fontSize: 11.5,
  fontWeight: 600,
  lineHeight: "18px",
} as const;
