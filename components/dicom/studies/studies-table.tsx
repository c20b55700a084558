"use client";

import Box from "@mui/material/Box";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { DataTable, type TableColumn } from "#components/ui/data-table.tsx";
import { MASKED_TEXT, useIdentityMask } from "#components/ui/identity-mask.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { token } from "#components/ui/tokens.ts";
import { ScopeMenu } from "#components/dicom/manage/scope-menu.tsx";
import { dateText } from "#lib/dicom/overlay-lines.ts";
import type { StudySummary } from "#lib/dicom/study-summary.ts";
import { shortName } from "#lib/dicom/zip-names.ts";
import type { StudyColumn } from "./study-columns.ts";
import { StudyThumbnail } from "./study-thumbnail.tsx";
import { ModalityChips, StudySize } from "./study-cells.tsx";

type Row = StudySummary & { readonly id: string };

export interface StudiesTableProps {
  /** Resource name of the DICOM store. */
  readonly store: string;
  readonly shown: readonly StudyColumn[];
  readonly studies: readonly StudySummary[];
  /** UIDs. */
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
}

/** One page of studies; sorting is by what is on the page. A click opens the study. */
export function StudiesTable({ store, shown, studies, selected, onSelect }: StudiesTableProps) {
  const router = useRouter();
  const { masked } = useIdentityMask();
  const rows = useMemo(() => studies.map((study) => ({ ...study, id: study.uid })), [studies]);
  const columns = useMemo(() => {
    const keys = new Set([...shown.map(({ key }) => key), ...ALWAYS]);
    const own = ownColumns(store, masked).filter(({ field }) => keys.has(field));
    // The menu of a row stays at its end.
    return [
      selectColumn(selected, onSelect),
      ...own.slice(0, -1),
      ...shown.flatMap((column) => attributeColumn(column, masked)),
      ...own.slice(-1),
    ];
  }, [store, shown, masked, selected, onSelect]);
  return (
    <DataTable
      label="Studies"
      isDense
      columns={columns}
      rows={rows}
      onOpen={(study) => router.push(studyHref(store, study.uid))}
    />
  );
}

function selectColumn(
  selected: ReadonlySet<string>,
  onSelect: (selected: ReadonlySet<string>) => void,
): TableColumn<Row> {
  const toggled = (uid: string) =>
    new Set(selected.has(uid) ? [...selected].filter((one) => one !== uid) : [...selected, uid]);
  return {
    field: "selected",
    title: "Select",
    isSortable: false,
    value: () => undefined,
    width: "52px",
    render: ({ uid }) => (
      <Box
        component="input"
        type="checkbox"
        aria-label={`Select the study …${shortName(uid)}`}
        checked={selected.has(uid)}
        onClick={(event) => event.stopPropagation()}
        onChange={() => onSelect(toggled(uid))}
        sx={{ accentColor: token.accent, width: 16, height: 16, m: 0, display: "block" }}
      />
    ),
  };
}

/** The link to the study, and its menu. */
const ALWAYS = ["patientName", "uid"];

function attributeColumn({ key, title, tag, isIdentity }: StudyColumn, isMasked: boolean): TableColumn<Row>[] {
  if (tag === undefined) return [];
  const text = ({ more }: Row) => more[tag] ?? "";
  return [
    {
      field: key,
      title,
      line: "cut",
      value: (study) => (isMasked && isIdentity && text(study) !== "" ? MASKED_TEXT : text(study)),
    },
  ];
}

function ownColumns(store: string, isMasked: boolean): readonly TableColumn<Row>[] {
  const identity = (text: string) => (isMasked && text !== "" ? MASKED_TEXT : text);
  return [
    {
      field: "picture",
      title: "Picture",
      isSortable: false,
      value: () => undefined,
      width: "60px",
      render: ({ uid }) => <StudyThumbnail study={{ store, study: uid }} />,
    },
    {
      field: "patientName",
      title: "Patient",
      line: "cut",
      width: "20%",
      value: ({ patientName }) => identity(patientName),
      render: (study) => (
        <Box
          component={PageLink}
          href={studyHref(store, study.uid)}
          onClick={(event) => event.stopPropagation()}
          sx={LINK}
        >
          {identity(study.patientName) || "no name"}
        </Box>
      ),
    },
    { field: "patientId", line: "whole", title: "Patient ID", value: ({ patientId }) => identity(patientId) },
    {
      field: "birthDate",
      line: "whole",
      title: "Born",
      value: ({ birthDate }) => (isMasked ? "" : birthDate),
      render: ({ birthDate, sex }) => [identity(dateText(birthDate)), sex].filter(Boolean).join(" · "),
    },
    {
      field: "date",
      line: "whole",
      title: "Studied",
      value: ({ date }) => date,
      render: ({ date }) => dateText(date),
    },
    { field: "description", title: "Description", line: "cut", width: "20%", value: ({ description }) => description },
    {
      field: "modalities",
      title: "Modality",
      isSortable: false,
      value: () => undefined,
      render: ({ uid }) => <ModalityChips study={{ store, study: uid }} />,
    },
    {
      field: "size",
      line: "whole",
      title: "Instances",
      isSortable: false,
      value: () => undefined,
      render: ({ uid }) => <StudySize study={{ store, study: uid }} />,
    },
    { field: "accession", line: "whole", title: "Accession", value: ({ accession }) => identity(accession) },
    {
      field: "uid",
      title: "More",
      isSortable: false,
      value: () => undefined,
      width: "48px",
      render: ({ uid }) => <ScopeMenu scope={{ store, study: uid }} label={`More for the study …${shortName(uid)}`} />,
    },
  ];
}

function studyHref(store: string, uid: string): string {
  return resourceHref(`${store}/dicomWeb/studies/${uid}`);
}

const LINK = {
  color: token.accent,
  textDecoration: "none",
  "&:hover": { textDecoration: "underline" },
} as const;
