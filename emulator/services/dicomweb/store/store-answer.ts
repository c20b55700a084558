import { dicomJsonText, type DicomJson, type JsonElement } from "#lib/dicom/dicom-json.ts";
import { nativeDicomModel } from "#lib/dicom/native-model.ts";
import type { Reply } from "#emulator/http/route.ts";
import type { Verdict } from "./store-file.ts";

/** 0x0110, "processing failure" (PS3.18 I.2.2); what exactly failed is in the detail. */
const PROCESSING_FAILURE = 272;

/** The Store Instances Response Module (PS3.18 I.2), as XML unless JSON was asked for: 200 when all went in, 409 when any did not. */
export function storeAnswer(verdicts: readonly Verdict[], root: string, isJson: boolean): Reply {
  const failed = verdicts.flatMap((verdict) => (verdict.kind === "failed" ? [failedItem(verdict)] : []));
  const stored = verdicts.flatMap((verdict) => (verdict.kind === "failed" ? [] : [referencedItem(verdict, root)]));
  const studies = new Set(verdicts.flatMap((verdict) => (verdict.kind === "failed" ? [] : [verdict.indexed.study])));
  const [study] = studies;
  const answer: DicomJson = {
    ...(studies.size === 1 && { "00081190": element("UR", `${root}/studies/${study}`) }),
    ...(failed.length > 0 && { "00081198": element("SQ", ...failed) }),
    ...(stored.length > 0 && { "00081199": element("SQ", ...stored) }),
  };
  return {
    status: failed.length > 0 ? 409 : 200,
    headers: {
      "content-type": isJson ? "application/dicom+json; charset=utf-8" : "application/dicom+xml; charset=utf-8",
    },
    body: isJson ? dicomJsonText(answer) : nativeDicomModel(answer),
  };
}

function referencedItem({ indexed }: Extract<Verdict, { kind: "stored" | "identical" }>, root: string): DicomJson {
  const { study, series, instance, sopClass } = indexed;
  return {
    "00081150": element("UI", sopClass),
    "00081155": element("UI", instance),
    "00081190": element("UR", `${root}/studies/${study}/series/${series}/instances/${instance}`),
  };
}

/** The detail is private: creator GOOGLE, (0009,1097) FailureDetailJSON (contract 10.6). */
function failedItem({ indexed, code, message }: Extract<Verdict, { kind: "failed" }>): DicomJson {
  return {
    ...(indexed && { "00081150": element("UI", indexed.sopClass), "00081155": element("UI", indexed.instance) }),
    "00081197": element("US", PROCESSING_FAILURE),
    "00090010": element("LO", "GOOGLE"),
    "00091097": element("UT", JSON.stringify({ code, message })),
  };
}

function element(vr: string, ...values: NonNullable<JsonElement["Value"]>): JsonElement {
  return { vr, Value: values };
}
