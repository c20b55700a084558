"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { GuardedButton } from "#components/ui/guarded-button.tsx";
import { useCan } from "#components/ui/permissions.tsx";
import type { ResourceAddress } from "#lib/queries/fhir-resource.ts";

const DeleteResourceDialog = dynamic(
  () => import("./delete-resource-dialog.tsx").then((file) => file.DeleteResourceDialog),
  { ssr: false },
);

/** What can be done to one resource as a whole. */
export function ResourceActions({ address }: { readonly address: ResourceAddress }) {
  const [isOpen, setOpen] = useState(false);
  const mayPurge = useCan("healthcare.fhirResources.purge");
  return (
    <>
      <GuardedButton
        permission="healthcare.fhirResources.delete"
        resource={address.store}
        color="error"
        onAct={() => setOpen(true)}
      >
        Delete
      </GuardedButton>
      {isOpen ? <DeleteResourceDialog address={address} mayPurge={mayPurge} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
