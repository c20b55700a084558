import { describe, expect, it } from "vitest";
import type { DicomAttributes } from "./attributes.ts";
import { readStoreAnswer } from "./store-answer.ts";

const uid = (value: string) => ({ "00081155": { vr: "UI", Value: [value] } });
const failed = (reason: number, detail: DicomAttributes = {}): DicomAttributes => ({
  "00081198": { vr: "SQ", Value: [{ ...uid("1.2"), "00081197": { vr: "US", Value: [reason] }, ...detail }] },
});
const json = (text: string): DicomAttributes => ({ "00091097": { vr: "UT", Value: [text] } });

describe("what a store says of an instance", () => {
  it.each([
    [undefined, undefined],
    [0xb000, "The store changed values of it (coercion of data elements)."],
    [0xb006, "The store left some of its elements out."],
    [0xb007, "It is stored, although it does not fit its SOP class."],
    [0xb00f, "Stored with a warning (0xB00F)."],
  ])("warning %s", (reason, warning) => {
    const item = { ...uid("1.2"), ...(reason === undefined ? {} : { "00081196": { vr: "US", Value: [reason] } }) };
    expect(readStoreAnswer({ "00081199": { vr: "SQ", Value: [item] } })).toEqual({
      stored: [{ instance: "1.2", warning }],
      failed: [],
    });
  });

  it.each<[number, DicomAttributes, boolean, string]>([
    [0x0110, {}, false, "The store could not process it and does not say why."],
    [0x0110, json('{"code":3,"message":"No UID."}'), false, "No UID."],
    [0x0110, json('{"code":6,"message":"Other bytes exist."}'), true, "Other bytes exist."],
    [0x0110, json("not JSON"), false, "not JSON"],
    [0x0110, json("null"), false, "The store could not process it and does not say why."],
    [0x0110, { "00090097": { vr: "UT", Value: ["Plain."] } }, false, "Plain."],
    [0x0111, {}, true, "The store has an instance with this UID already."],
    [0x0117, {}, false, "The SOP Instance UID is not valid."],
    [0x0122, {}, false, "The store does not take this SOP class."],
    [0x0124, {}, false, "The store does not allow it."],
    [0xa700, {}, false, "The store is out of resources."],
    [0xa7ff, {}, false, "The store is out of resources."],
    [0xa900, json('{"code":3,"message":"No Rows."}'), false, "The data set does not fit its SOP class. No Rows."],
    [0xc000, {}, false, "The store cannot understand it."],
    [0xc122, {}, false, "The store does not take this transfer syntax."],
    [0x1234, {}, false, "Failure reason 0x1234."],
  ])("failure %s %j", (reason, detail, isConflict, words) => {
    expect(readStoreAnswer(failed(reason, detail)).failed).toEqual([{ instance: "1.2", isConflict, reason: words }]);
  });

  it("reads an answer without lists as nothing", () => {
    expect(readStoreAnswer({})).toEqual({ stored: [], failed: [] });
  });
});
