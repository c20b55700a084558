"use client";

import Button from "@mui/material/Button";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { resourceHref } from "#components/ui/resource-href.ts";
import { scopePath } from "#lib/queries/dicom-deletion.ts";
import type { StudyAddress } from "#lib/queries/dicom-study.ts";
import { downloadRuns, startDownload } from "./download-run.ts";

// The window comes with its code when it is opened.
const DeleteDialog = dynamic(() => import("./delete-dialog.tsx").then((file) => file.DeleteDialog), { ssr: false });

/** What can be done with the study of a page as a whole. */
export function StudyActions({ study }: { readonly study: StudyAddress }) {
  const router = useRouter();
  const [isDeleting, setDeleting] = useState(false);
  const download = downloadRuns.useRun(scopePath(study));
  return (
    <>
      <Button
        disabled={download !== undefined && download.endedAt === undefined}
        onClick={() => startDownload({ store: study.store, study: study.study })}
      >
        Download
      </Button>
      <GuardedButton
        permission="healthcare.dicomStores.dicomWebDelete"
        resource={study.store}
        color="error"
        onAct={() => setDeleting(true)}
      >
        Delete
      </GuardedButton>
      {isDeleting ? (
        <DeleteDialog
          scope={study}
          onClose={() => setDeleting(false)}
          onDeleted={() => router.push(resourceHref(study.store))}
        />
      ) : null}
    </>
  );
}
