"use client";

import Box from "@mui/material/Box";
import { DataGrid, type GridColDef, type GridRowId, type GridSortModel } from "@mui/x-data-grid";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { DATA_GRID_LOOK } from "#components/ui/data-grid-look.ts";
import { useIdentityMask } from "#components/ui/identity-mask.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { MONO, token } from "#components/ui/tokens.ts";
import type { JsonObject } from "#lib/fhir/lossless-json.ts";
import type { ResultColumn } from "#lib/fhir/result-column.ts";
import { plainText, select } from "#lib/fhir/result-text.ts";
import type { TypeCapability } from "#lib/fhir/search-capability.ts";
import type { ResultTotal } from "#lib/fhir/read-searchset.ts";
import { parameterValue, parseSearchText, setParameter } from "#lib/fhir/search-text.ts";
import type { FhirSearch, SearchPage } from "#lib/queries/fhir-search.ts";
import { cellText } from "./result-facts.tsx";
import { PAGE_SIZES } from "./use-search-address.ts";

export interface ResultsGridProps {
  readonly storeName: string;
  readonly search: FhirSearch;
  readonly page: SearchPage;
  readonly rows: readonly JsonObject[];
  readonly columns: readonly ResultColumn[];
  readonly capability: TypeCapability | undefined;
  readonly isRefreshing: boolean;
  /** From 1. */
  readonly pageNumber: number;
  readonly pageSize: number;
  readonly isPaged: boolean;
  /** The search as text: sorting by a column head writes `_sort` into it. */
  readonly text: string;
  readonly total: ResultTotal | undefined;
  readonly onRun: (text: string) => void;
  readonly onGoTo: (page: number, pageSize: number) => void;
}

/** CSS pixels; digits are the widest of what stands in narrow columns. */
const CHARACTER_WIDTH = 7.8;
const CELL_PADDING = 22;

interface Row {
  readonly id: string;
  readonly resource: JsonObject;
}

/** One page as a table. Enter or a click opens a resource; heads sort at the server. */
export function ResultsGrid(props: ResultsGridProps) {
  const { storeName, page, capability, pageNumber, onRun, text, total } = props;
  const router = useRouter();
  const { masked } = useIdentityMask();
  const rows = useMemo(
    () => props.rows.map((resource, index): Row => ({ id: `${index} ${nameOf(resource)}`, resource })),
    [props.rows],
  );
  const columns = useMemo(
    () => props.columns.map((column) => gridColumn(column, { storeName, capability, masked })),
    [props.columns, storeName, capability, masked],
  );
  const open = (id: GridRowId) => {
    const row = rows.find((each) => each.id === id);
    if (row) router.push(hrefOf(storeName, row.resource));
  };
  const count = Number(parameterValue(parseSearchText(text), "_count") ?? props.pageSize);
  // The grid goes back to its first page whenever it is given another sort model, even one that says the same.
  const sortModel = useMemo(() => sortModelOf(text, props.columns), [text, props.columns]);
  const paginationModel = useMemo(() => ({ page: pageNumber - 1, pageSize: count }), [pageNumber, count]);

  return (
    <DataGrid<Row>
      aria-label="Search results"
      rows={rows}
      columns={columns}
      rowHeight={32}
      columnHeaderHeight={34}
      loading={props.isRefreshing}
      sx={GRID}
      disableColumnFilter
      disableRowSelectionOnClick
      hideFooter={!props.isPaged}
      sortingMode="server"
      sortModel={sortModel}
      onSortModelChange={(model) => onRun(setParameter(text, "_sort", sortOf(model, props.columns)))}
      paginationMode="server"
      pageSizeOptions={count === props.pageSize ? [...PAGE_SIZES] : [count]}
      paginationModel={paginationModel}
      paginationMeta={{ hasNextPage: page.nextToken !== undefined }}
      rowCount={total?.isExact ? total.count : -1}
      {...(total && !total.isExact ? { estimatedRowCount: total.count } : {})}
      onPaginationModelChange={(model) =>
        props.onGoTo(
          model.pageSize === count ? model.page + 1 : 1,
          model.pageSize === count ? props.pageSize : model.pageSize,
        )
      }
      onRowClick={({ id }, event) => {
        if (event.defaultPrevented || window.getSelection()?.type === "Range") return;
        open(id);
      }}
      onCellKeyDown={({ id }, event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        open(id);
      }}
      slotProps={{ loadingOverlay: { variant: "linear-progress", noRowsVariant: "skeleton" } }}
    />
  );
}

function gridColumn(
  column: ResultColumn,
  about: { readonly storeName: string; readonly capability: TypeCapability | undefined; readonly masked: boolean },
): GridColDef<Row> {
  const isSortable =
    column.sortBy !== undefined && about.capability?.params.some((param) => param.name === column.sortBy);
  return {
    field: column.key,
    headerName: column.title,
    flex: column.weight,
    minWidth: CELL_PADDING + CHARACTER_WIDTH * column.characters,
    sortable: isSortable === true,
    ...(column.isMono ? { cellClassName: "mono" } : {}),
    valueGetter: (_, row) => cellText(column, row.resource, about.masked),
    ...(column.key === "id"
      ? {
          renderCell: ({ row, value, tabIndex }) => (
            <IdLink href={hrefOf(about.storeName, row.resource)} id={String(value)} tabIndex={tabIndex} />
          ),
        }
      : {}),
  };
}

/** A real link, so that a resource opens in a new tab too. */
function IdLink({ href, id, tabIndex }: { readonly href: string; readonly id: string; readonly tabIndex: number }) {
  return (
    <Box
      component={Link}
      href={href}
      prefetch={false}
      tabIndex={tabIndex}
      onClick={(event) => event.stopPropagation()}
      sx={{ color: token.accent, textDecoration: "none", "&:hover": { textDecoration: "underline" } }}
    >
      {id}
    </Box>
  );
}

/** `_sort=-birthdate,name`: the grid shows the first key, the text keeps all. */
function sortModelOf(text: string, columns: readonly ResultColumn[]): GridSortModel {
  const [first] = (parameterValue(parseSearchText(text), "_sort") ?? "").split(",");
  const column = columns.find((each) => each.sortBy === first?.replace(/^-/, ""));
  return column ? [{ field: column.key, sort: first?.startsWith("-") ? "desc" : "asc" }] : [];
}

function sortOf(model: GridSortModel, columns: readonly ResultColumn[]): string | undefined {
  const [sort] = model;
  const parameter = columns.find((column) => column.key === sort?.field)?.sortBy;
  return parameter && `${sort?.sort === "desc" ? "-" : ""}${parameter}`;
}

function hrefOf(storeName: string, resource: JsonObject): string {
  return resourceHref(`${storeName}/fhir/${nameOf(resource)}`);
}

function nameOf(resource: JsonObject): string {
  return `${plainText(select(resource, "resourceType"))}/${plainText(select(resource, "id"))}`;
}

const GRID = {
  ...DATA_GRID_LOOK,
  height: "100%",
  minHeight: 260,
  "& .MuiDataGrid-row": { cursor: "pointer" },
  "& .MuiTablePagination-toolbar": { minHeight: 36 },
  "& .mono": { fontFamily: MONO, fontSize: 12.5 },
} as const;
