/** The floors of the house, bottom to top. One rule per sentence of ARCHITECTURE.md. */
const COLUMNS = "tree|fhir|hl7v2|dicom|deid|consent|operations|access|audit|dataplane|home|signin";
const PURE = "^lib/(fhir|hl7v2|dicom|deid|deid-scan)/";
const TEST = "\\.test\\.tsx?$";
const PURE_PACKAGES = "node_modules/(zod|fhirpath|jsonc-parser|rfc6902|fast-json-patch|@types/fhir)/";
const rule = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    rule("no-circular", "A cycle means two files are one file.", {}, { circular: true }),
    rule(
      "not-to-unresolvable",
      "An import that resolves to nothing hides from every other rule.",
      {},
      { couldNotResolve: true },
    ),
    rule(
      "contract-is-ground",
      "lib/contract knows zod and itself.",
      { path: "^lib/contract/", pathNot: TEST },
      { pathNot: ["^lib/contract/", "node_modules/zod/"] },
    ),
    rule(
      "pure-stays-pure",
      "Rules take values and return values: no React, no Node.",
      { path: PURE, pathNot: TEST },
      { pathNot: [PURE, "^lib/contract/", PURE_PACKAGES] },
    ),
    rule(
      "columns-do-not-meet-in-lib",
      "hl7v2 does not know fhir, and what judges a de-identification shares nothing with what makes it.",
      { path: "^lib/(fhir|hl7v2|dicom|deid|deid-scan)/" },
      { path: PURE, pathNot: "^lib/$1/" },
    ),
    rule(
      "server-looks-down",
      "lib/server never sees the browser.",
      { path: "^lib/server/" },
      { path: "^(app|components|lib/queries|emulator)/" },
    ),
    rule(
      "queries-look-down",
      "lib/queries runs in the browser.",
      { path: "^lib/queries/" },
      { path: "^(app|components|lib/server|emulator)/" },
    ),
    rule(
      "ui-is-dumb",
      "components/ui takes props and nothing else.",
      { path: "^components/ui/" },
      { path: "^(app|lib/(server|queries)|components/(?!ui/))" },
    ),
    rule(
      "components-look-down",
      "No component reaches the server or a page.",
      { path: "^components/" },
      { path: "^(app|lib/server)/" },
    ),
    rule(
      "features-meet-in-app",
      "A page composes features; features do not import each other.",
      { path: `^components/(${COLUMNS})/` },
      { path: `^components/(shell|${COLUMNS})/`, pathNot: "^components/$1/" },
    ),
    rule(
      "bff-has-no-face",
      "Route handlers render nothing.",
      { path: "^app/api/" },
      { path: "^(components|lib/queries)/" },
    ),
    rule(
      "pages-ask-the-bff",
      "Only route handlers and the root layout touch lib/server.",
      { path: "^app/", pathNot: "^app/(api/|layout\\.tsx$)" },
      { path: "^lib/server/" },
    ),
    rule(
      "console-speaks-http",
      "Nobody imports the emulator, types included.",
      { path: "^(app|components|lib|e2e|server\\.ts)", pathNot: TEST },
      { path: "^emulator/" },
    ),
    rule(
      "emulator-stands-alone",
      "The emulator takes Google's shapes and pure rules.",
      { path: "^emulator/" },
      { path: "^(app|components|lib|e2e|server\\.ts)", pathNot: "^lib/(contract|fhir|hl7v2|dicom|deid)/" },
    ),
    rule(
      "e2e-is-a-visitor",
      "End-to-end tests know resource names, not code.",
      { path: "^e2e/" },
      { path: "^(app|components|lib|emulator)/", pathNot: "^lib/contract/" },
    ),
    rule(
      "one-door-to-cornerstone",
      "Cornerstone is the viewer's; the emulator decodes with its codecs, in one folder.",
      { pathNot: "^components/dicom/cornerstone/|^emulator/services/dicomweb/pixels/codecs/|node_modules" },
      { path: "node_modules/@cornerstonejs/" },
    ),
    rule(
      "emulator-takes-codecs-only",
      "Of Cornerstone the emulator takes nothing but codec-*.",
      { path: "^emulator/" },
      { path: "node_modules/@cornerstonejs/(?!codec-)" },
    ),
    rule(
      "one-door-to-sqlite",
      "Only emulator/store/database.ts opens SQLite.",
      { pathNot: "^emulator/store/database\\.ts$|node_modules" },
      { path: "^(node:)?sqlite$" },
    ),
    rule(
      "one-door-to-postgres",
      "Only lib/server/postgres.ts and pglite-worker.ts open PostgreSQL and PGlite; everybody else takes lib/server/database.ts.",
      { path: "^(app|components|lib|emulator)/", pathNot: "^lib/server/(postgres|pglite-worker)\\.ts$" },
      { path: "node_modules/(pg|@electric-sql/pglite)/" },
    ),
    rule(
      "one-link",
      "Pages are linked by components/ui/page-link.tsx, which decides what is fetched ahead.",
      { path: "^(app|components)/", pathNot: "^components/ui/page-link\\.tsx$" },
      { path: "node_modules/next/link" },
    ),
    rule(
      "judge-is-not-a-part",
      "Values of Google's client live in lib/server/healthcare-client.ts, the generator and tests; its types also in lib/contract and the emulator.",
      { path: "^(app|components|lib|emulator|e2e)/", pathNot: `${TEST}|^lib/server/healthcare-client\\.ts$` },
      { path: "node_modules/@googleapis/", dependencyTypesNot: ["type-only"] },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^\\.next" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true, // `import type` counts
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
