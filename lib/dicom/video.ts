import { textOf, type DicomAttributes } from "./attributes.ts";
import { shownAs } from "./shown-syntax.ts";

/** Whether the pixels of an instance are a video (PS3.5 8.2.5 to 8.2.9), as its AvailableTransferSyntaxUID tells. */
export function isVideo(instance: DicomAttributes): boolean {
  return shownAs(textOf(instance, "00083002") ?? "") === "video";
}

/** What the bytes of a video are wrapped in; browsers play MP4 alone. */
export type VideoContainer = "mp4" | "transportStream" | "programStream" | "elementaryStream" | "unknown";

const PACKET = 188;
const SYNC = 0x47;

/** By the first bytes: ISO 14496-12 §4.3 (MP4), ISO 13818-1 §2.4 (MPEG-2 systems), start codes of bare streams. */
export function videoContainer(head: Uint8Array): VideoContainer {
  if (String.fromCharCode(...head.subarray(4, 8)) === "ftyp") return "mp4";
  if (head[0] === SYNC && head[PACKET] === SYNC) return "transportStream";
  if (head[0] !== 0 || head[1] !== 0) return "unknown";
  if (head[2] === 1) return head[3] === 0xba ? "programStream" : "elementaryStream";
  return head[2] === 0 && head[3] === 1 ? "elementaryStream" : "unknown";
}
