"use client";

import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import dynamic from "next/dynamic";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { useKeyboardMap, type KeySection } from "#components/ui/keyboard-map.tsx";
import { LoadingLines } from "#components/ui/loading.tsx";
import type { Definitions } from "#lib/fhir/definitions.ts";
import { patchOf } from "#lib/fhir/diff-patch.ts";
import { checkText, type EditProblem, type ExpectedResource } from "#lib/fhir/edit-problems.ts";
import { diffJson } from "#lib/fhir/semantic-diff.ts";
import { isJsonObject, parseJson } from "#lib/fhir/lossless-json.ts";
import { withServerMeta } from "#lib/fhir/server-meta.ts";
import { dropDraft, keepDraft, useDraft } from "./draft-store.ts";
import { EditorSide } from "./editor-side.tsx";
import { FormEditor } from "./form-editor.tsx";
import type { EditorHandle } from "./json-editor.tsx";
import { ModeChoice } from "./mode-choice.tsx";
import { useEditMode } from "./use-edit-mode.ts";
import { AREA, CARD, HEAD } from "./workbench-look.ts";
import type { WorkbenchProps } from "./workbench-props.ts";

const JsonEditor = dynamic(() => import("./json-editor.tsx").then((file) => file.JsonEditor), {
  loading: () => <LoadingLines what="the editor" lines={16} lineHeight={20} />,
});
const ReviewDialog = dynamic(() => import("./review-dialog.tsx").then((file) => file.ReviewDialog), { ssr: false });

/** The two ways to edit one text, its problems beside it, and the way to the store. */
export function Workbench(props: WorkbenchProps) {
  const { draftName, base, definitions, expected } = props;
  useKeyboardMap(KEYS);
  const kept = useDraft(draftName);
  const draft = kept ?? { text: base.text, baseText: base.text, etag: base.etag };
  const [mode, setMode] = useEditMode();
  const [isReviewing, setReviewing] = useState(false);
  const editor = useRef<EditorHandle>(null);
  const [start, setStart] = useState<number>();
  const setText = (text: string) => keepDraft(draftName, { ...draft, text });
  const { checked, patch } = useChecks(draft, { definitions, expected, isNew: props.readLatest === undefined });
  const errors = checked.problems.filter(({ severity }) => severity === "error").length;
  const hasOlderBase = kept !== undefined && props.readLatest !== undefined && kept.etag !== base.etag;
  const canReview = checked.resource !== undefined && patch.length > 0;
  const goTo = (problem: EditProblem) => {
    if (mode === "json") {
      editor.current?.goTo(problem.from);
      return;
    }
    setStart(problem.from);
    setMode("json");
  };
  return (
    <Box
      sx={AREA}
      onKeyDown={(event) => {
        if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        if (canReview) setReviewing(true);
      }}
    >
      <Box component="section" aria-label={props.title} sx={CARD}>
        <Box sx={HEAD}>
          <ModeChoice
            mode={mode}
            onMode={(next) => {
              setStart(undefined);
              setMode(next);
            }}
          />
          <Box sx={{ flex: 1 }} />
          <Button onClick={() => dropDraft(draftName)} disabled={kept === undefined}>
            Discard changes
          </Button>
          <GuardedButton
            permission={props.permission}
            resource={props.store}
            variant="contained"
            color="primary"
            disabled={!canReview}
            onAct={() => setReviewing(true)}
          >
            Review and {props.action.toLowerCase()}
          </GuardedButton>
        </Box>
        {hasOlderBase ? (
          <Alert severity="warning" variant="outlined" sx={{ m: 2 }}>
            A newer version came in since you began. Saving will show both changes side by side.
          </Alert>
        ) : null}
        {mode === "json" ? (
          <JsonEditor
            ref={editor}
            start={start}
            label="JSON being edited"
            text={draft.text}
            definitions={definitions}
            problems={checked.problems}
            onText={setText}
          />
        ) : (
          <FormEditor
            text={draft.text}
            definitions={definitions}
            problems={checked.problems}
            onText={setText}
            onJson={() => setMode("json")}
          />
        )}
        <Box sx={{ ...HEAD, borderBottom: 0, borderTop: 1, borderColor: "divider", minHeight: 30 }}>
          <span role="status">
            {errors === 0 ? "No problems" : `${errors} ${errors === 1 ? "problem" : "problems"}`} ·{" "}
            {patch.length === 0 ? "nothing changed" : `${patch.length} ${patch.length === 1 ? "change" : "changes"}`}
          </span>
          <Box sx={{ ml: "auto", display: { xs: "none", md: "flex" }, gap: 2 }}>
            <span>
              <Kbd>Ctrl Space</Kbd> complete
            </span>
            <span>
              <Kbd>F8</Kbd> next problem
            </span>
            <span>
              <Kbd>Ctrl S</Kbd> review
            </span>
          </Box>
        </Box>
      </Box>
      <EditorSide problems={checked.problems} patch={patch} onGoTo={goTo} />
      {isReviewing && checked.resource ? (
        <ReviewDialog
          {...props}
          draft={draft}
          resource={checked.resource}
          patch={patch}
          errors={errors}
          onMerged={(text, etag, baseText) => keepDraft(draftName, { text, etag, baseText })}
          onSent={() => dropDraft(draftName)}
          onClose={() => setReviewing(false)}
        />
      ) : null}
    </Box>
  );
}

interface Checking {
  readonly definitions: Definitions;
  readonly expected: ExpectedResource;
  /** Something new is all change, also when nothing was typed yet. */
  readonly isNew: boolean;
}

/** Checked behind the typing: a large resource never holds up a key. */
function useChecks(
  { text, baseText }: { readonly text: string; readonly baseText: string },
  { definitions, expected, isNew }: Checking,
) {
  const settled = useDeferredValue(text);
  const { type, id } = expected;
  const checked = useMemo(() => checkText(settled, definitions, { type, id }), [settled, definitions, type, id]);
  const base = useMemo(() => (isNew ? {} : parseJson(baseText)), [isNew, baseText]);
  const patch = useMemo(() => {
    const { resource } = checked;
    return resource && isJsonObject(base) ? patchOf(diffJson(base, withServerMeta(resource, base))) : [];
  }, [base, checked]);
  return { checked, patch };
}

const KEYS: KeySection = {
  title: "Editing a resource",
  keys: [
    [["Ctrl", "Space"], "Complete a name or value"],
    [["F8"], "Next problem"],
    [["Ctrl", "F"], "Find in the text"],
    [["Ctrl", "Z"], "Undo"],
    [["Ctrl", "S"], "Review the changes and save"],
    [["Esc", "Tab"], "Leave the editor"],
  ],
};
