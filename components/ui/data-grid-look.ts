import { token } from "./tokens.ts";

/** The Data Grid in the console's colours; spread into its `sx`. */
export const DATA_GRID_LOOK = {
  border: 0,
  fontSize: 13,
  "--DataGrid-containerBackground": token.panel,
  "--DataGrid-rowBorderColor": token.line,
  "--DataGrid-t-color-border-base": token.line,
  "& .MuiDataGrid-columnHeaderTitle": { fontSize: 12, fontWeight: 600, color: token.dim },
  "& .MuiDataGrid-cell:focus, & .MuiDataGrid-columnHeader:focus": { outlineColor: token.accent },
  "& .MuiDataGrid-row:hover": { backgroundColor: token.hover },
  "& .MuiDataGrid-footerContainer": { minHeight: 36, borderColor: token.line },
} as const;
