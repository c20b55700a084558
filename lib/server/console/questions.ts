import { askDeidRun, launchDeid, listDeidRuns, makeDeidEvidence } from "./deid-runs.ts";
import { askDeidDryRun, askDeidGate, endDeidDryRun, startDeidDryRun } from "./deid-dry-runs.ts";
import { listDeidConfigs, saveDeidConfig } from "./deid-configs.ts";
import { askDeidScope, writeDeidScope } from "./deid-scope.ts";
import { askDeidReview, decideDeidItems, releaseDeidRun } from "./deid-review.ts";
import { keepDraft, readDraft } from "./drafts.ts";
import { listEnvironments, setEnvironment } from "./environments.ts";
import { askFhirChanges } from "./fhir-changes.ts";
import { askFhirDefinitions } from "./fhir-definitions.ts";
import { askFhirSearchParameters } from "./fhir-search-parameters.ts";
import { askHome, rememberRecent } from "./home.ts";
import { changeNote, listNotes, writeNote } from "./notes.ts";
import { askOperationErrors } from "./operation-errors.ts";
import { askSearchExpressions } from "./search-expressions.ts";
import { countSearch, forgetSearch, keepSearch, labelSearch, listSearches, openSearch } from "./searches.ts";
import { askSession } from "./session.ts";
import type { ConsoleQuestion } from "./console-question.ts";

/** Every question of /api/console/ that needs a session. */
const QUESTIONS: readonly ConsoleQuestion[] = [
  askSession,
  askHome,
  rememberRecent,
  keepSearch,
  listSearches,
  openSearch,
  labelSearch,
  forgetSearch,
  countSearch,
  readDraft,
  keepDraft,
  listEnvironments,
  setEnvironment,
  askFhirDefinitions,
  askFhirSearchParameters,
  askOperationErrors,
  askFhirChanges,
  listNotes,
  writeNote,
  changeNote,
  askSearchExpressions,
  launchDeid,
  listDeidRuns,
  askDeidRun,
  makeDeidEvidence,
  startDeidDryRun,
  askDeidDryRun,
  endDeidDryRun,
  askDeidGate,
  askDeidReview,
  decideDeidItems,
  releaseDeidRun,
  askDeidScope,
  writeDeidScope,
  listDeidConfigs,
  saveDeidConfig,
];

export interface MatchedQuestion {
  readonly question: ConsoleQuestion;
  readonly params: Readonly<Record<string, string>>;
}

/** The question of a request, "other-method" when only the verb is wrong, or undefined. `path` follows /api/console/. */
export function matchQuestion(method: string, path: string): MatchedQuestion | "other-method" | undefined {
  const candidates = QUESTIONS.flatMap((question) => {
    const params = bind(question.path, path);
    return params ? [{ question, params }] : [];
  });
  const exact = candidates.find(({ question }) => question.method === method);
  return exact ?? (candidates.length > 0 ? "other-method" : undefined);
}

function bind(template: string, path: string): Record<string, string> | undefined {
  const parts = template.split("/");
  const segments = path.split("/");
  if (parts.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? "";
    if (!part.startsWith("{")) {
      if (part !== segment) return undefined;
    } else if (/^[\w-]+$/.test(segment)) params[part.slice(1, -1)] = segment;
    else return undefined;
  }
  return params;
}
