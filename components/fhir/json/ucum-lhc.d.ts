/** The browser build of @lhncbc/ucum-lhc brings no typings; this is the part that is used. */
declare module "@lhncbc/ucum-lhc/browser-dist/ucum-lhc.min.js" {
  interface Validation {
    readonly status: "valid" | "invalid" | "error";
    readonly unit?: { readonly name: string } | undefined;
    readonly suggestions?: readonly { readonly units?: readonly (readonly string[])[] }[] | undefined;
  }
  export const UcumLhcUtils: {
    getInstance(): { validateUnitString(code: string, suggest: boolean): Validation };
  };
}
