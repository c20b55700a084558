import { itemsOf, numberOf, textOf, textsOf, type DicomAttributes } from "./attributes.ts";

/**
 * Factor from a PET image's rescaled values (BQML) to the standardised uptake value by body weight, g/ml; undefined when the
 * image lacks what it takes. QIBA's consensus: dose decayed from injection to the start of the series when the image is corrected to START.
 */
export function suvPerCount(image: DicomAttributes): number | undefined {
  if (textOf(image, "00080060") !== "PT") return undefined;
  const units = textOf(image, "00541001");
  if (units === "GML") return 1;
  const weight = numberOf(image, "00101030");
  const isCorrected = ["ATTN", "DECY"].every((step) => textsOf(image, "00280051").includes(step));
  if (units !== "BQML" || weight === undefined || weight <= 0 || !isCorrected) return undefined;
  const dose = decayedDose(image);
  return dose === undefined || dose <= 0 ? undefined : (weight * 1000) / dose;
}

function decayedDose(image: DicomAttributes): number | undefined {
  const drug = itemsOf(image, "00540016")[0] ?? {};
  const total = numberOf(drug, "00181074");
  const correction = textOf(image, "00541102");
  if (total === undefined || correction === "ADMIN") return total;
  const halfLife = numberOf(drug, "00181075");
  const injected = secondsOfDay(textOf(drug, "00181072") ?? textOf(drug, "00181078")?.slice(8));
  const started = secondsOfDay(textOf(image, "00080031"));
  if (correction !== "START" || !halfLife || injected === undefined || started === undefined) return undefined;
  const day = 24 * 3600;
  return total * 2 ** (-((started - injected + day) % day) / halfLife);
}

/** `HHMMSS.FFFFFF` (PS3.5 6.2, TM). */
function secondsOfDay(time: string | undefined): number | undefined {
  const match = /^(\d{2})(\d{2})?(\d{2}(?:\.\d+)?)?/.exec(time ?? "");
  return match ? Number(match[1]) * 3600 + Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0) : undefined;
}
