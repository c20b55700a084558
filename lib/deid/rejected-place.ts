import type { RejectLevel } from "#lib/contract/console/deid-review.ts";

/** A place in the output that is deleted as a whole. */
export type RejectedPlace =
  | { readonly kind: "resource"; readonly name: string; readonly type: string; readonly id: string }
  | {
      readonly kind: RejectLevel;
      readonly name: string;
      readonly study: string;
      readonly series: string;
      readonly instance: string;
    };

/**
 * What a rejection takes out of the output: the resource, or of an instance as much as was said. Undefined for a place that names less than that.
 * @param resource `{store}/fhir/Patient/1` or `{store}/dicomWeb/studies/…/series/…/instances/…`
 */
export function rejectedPlace(resource: string, level: RejectLevel): RejectedPlace | undefined {
  const fhir = /^projects\/.+\/fhir\/([A-Za-z]+)\/([A-Za-z0-9\-.]+)$/.exec(resource);
  if (fhir) return { kind: "resource", name: resource, type: fhir[1] ?? "", id: fhir[2] ?? "" };
  const dicom = /^(projects\/.+\/dicomWeb)\/studies\/([\d.]+)(?:\/series\/([\d.]+)(?:\/instances\/([\d.]+))?)?$/.exec(
    resource,
  );
  if (!dicom) return undefined;
  const [, root = "", study = "", series = "", instance = ""] = dicom;
  const names = {
    study: `${root}/studies/${study}`,
    series: series && `${root}/studies/${study}/series/${series}`,
    instance: instance && `${root}/studies/${study}/series/${series}/instances/${instance}`,
  };
  return names[level] === "" ? undefined : { kind: level, name: names[level], study, series, instance };
}

/** True when the place is gone with what was rejected. */
export function isWithin(resource: string, { name }: RejectedPlace): boolean {
  return resource === name || resource.startsWith(`${name}/`);
}
