"use client";

import ArrowDropDownIcon from "@mui/icons-material/ArrowDropDown";
import Button from "@mui/material/Button";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useApiTarget } from "./api-target.tsx";
import type { ApiRequest, RequestCode } from "./request-as-code.ts";

// The window comes with its code when it is opened.
const CodePopover = dynamic(() => import("./code-popover.tsx").then((file) => file.CodePopover), { ssr: false });

export interface CopyAsProps {
  readonly request: ApiRequest;
  /** Text of the button; "Copy as" unless given. */
  readonly label?: string;
  /** The same as a FHIR Bundle, for calls that a Bundle can hold. */
  readonly bundle?: () => string;
}

/** The request behind this view as cURL, gcloud or Node: shown, then copied. */
export function CopyAs({ request, label = "Copy as", bundle }: CopyAsProps) {
  const target = useApiTarget();
  const [anchor, setAnchor] = useState<HTMLElement | undefined>();
  const [code, setCode] = useState<RequestCode | undefined>();
  const open = async (button: HTMLElement) => {
    // The method table is only needed once somebody asks for code.
    const { requestAsCode } = await import("./request-as-code.ts");
    setCode({ ...requestAsCode(request, target), ...(bundle ? { bundle: bundle() } : {}) });
    setAnchor(button);
  };
  return (
    <>
      <Button
        endIcon={<ArrowDropDownIcon />}
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={(event) => void open(event.currentTarget)}
        sx={{ "& .MuiButton-endIcon": { ml: 0, mr: -1 } }}
      >
        {label}
      </Button>
      {anchor && code ? <CodePopover anchor={anchor} code={code} onClose={() => setAnchor(undefined)} /> : null}
    </>
  );
}
