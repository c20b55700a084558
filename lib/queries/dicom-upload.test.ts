import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProblemError } from "#lib/contract/problem.ts";
import { bodyParts } from "#lib/dicom/multipart.ts";
import { elementBytes } from "#lib/dicom/write-data-set.ts";
import { uploadImages } from "./dicom-upload.ts";
import type { ImageUploadEvent, PlacedFile } from "./image-upload.ts";

const STORE = "projects/p/locations/l/datasets/d/dicomStores/s";
const text = (value: string) => new TextEncoder().encode(value);

interface FakeAnswer {
  readonly status: number;
  readonly body: string;
  readonly type: string;
}

/** The other end of the line: a store that answers by STOW-RS, as contract section 10.6 says. */
class FarStore {
  readonly stored = new Map<string, string>();
  readonly requests: { readonly files: number; readonly unlock: string | undefined }[] = [];
  underWay = 0;
  mostUnderWay = 0;
  answer: (() => FakeAnswer | undefined) | undefined;

  async take(body: Blob, headers: ReadonlyMap<string, string>): Promise<FakeAnswer> {
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    const bytes = new Uint8Array(await body.arrayBuffer());
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.underWay -= 1;
    const parts = bodyParts(body.type, bytes).map((part) => new TextDecoder("latin1").decode(part.bytes));
    this.requests.push({ files: parts.length, unlock: headers.get("x-console-unlock") });
    return this.answer?.() ?? this.store(parts);
  }

  private store(parts: readonly string[]): FakeAnswer {
    const failed: object[] = [];
    const stored: object[] = [];
    for (const part of parts) {
      const uid = /1\.2\.3\.\d+/.exec(part)?.[0] ?? "";
      const known = this.stored.get(uid);
      const named = { "00081155": { vr: "UI", Value: [uid] } };
      const reason = (code: number, message: string) => ({
        "00081197": { vr: "US", Value: [272] },
        "00091097": { vr: "UT", Value: [JSON.stringify({ code, message })] },
      });
      if (part.includes("unreadable")) failed.push(reason(3, "Cannot be read."));
      else if (known !== undefined && known !== part) failed.push({ ...named, ...reason(6, "Other bytes.") });
      else {
        this.stored.set(uid, part);
        stored.push(named);
      }
    }
    const answer = { "00081198": { vr: "SQ", Value: failed }, "00081199": { vr: "SQ", Value: stored } };
    return { status: failed.length > 0 ? 409 : 200, body: JSON.stringify(answer), type: "application/dicom+json" };
  }

  /** WADO-RS and DELETE of an instance; everything else is QIDO-RS: what is in the study. */
  ask(url: string, { method = "GET" }: RequestInit = {}): Response {
    const uid = /instances\/(1\.2\.3\.\d+)$/.exec(url)?.[1];
    if (uid === undefined) return this.search();
    const bytes = Uint8Array.from(this.stored.get(uid) ?? "", (letter) => letter.charCodeAt(0));
    if (method === "DELETE") this.stored.delete(uid);
    return method === "DELETE" ? Response.json({}) : new Response(bytes);
  }

  private search(): Response {
    const rows = [...this.stored.keys()].map((uid) => ({ "00080018": { vr: "UI", Value: [uid] } }));
    return rows.length === 0 ? new Response(null, { status: 204 }) : Response.json(rows);
  }
}

/** As much of XMLHttpRequest as an upload uses. */
function fakeRequest(far: FarStore) {
  return class extends EventTarget {
    readonly upload = new EventTarget();
    readonly headers = new Map<string, string>();
    status = 0;
    response: unknown;
    responseType = "";
    private type = "";

    open(): void {
      this.status = 0;
    }
    setRequestHeader(name: string, value: string): void {
      this.headers.set(name, value);
    }
    getResponseHeader(name: string): string | null {
      return name === "content-type" ? this.type : null;
    }
    abort(): void {
      this.dispatchEvent(new Event("abort"));
    }
    async send(body: Blob): Promise<void> {
      const answer = await far.take(body, this.headers);
      this.upload.dispatchEvent(Object.assign(new Event("progress"), { loaded: body.size / 2 }));
      this.status = answer.status;
      this.type = answer.type;
      this.response = new Blob([answer.body]);
      this.dispatchEvent(new Event("load"));
      this.dispatchEvent(new Event("loadend"));
    }
  };
}

function image(number: number, content = ""): Uint8Array<ArrayBuffer> {
  const parts = [
    new Uint8Array(128),
    text("DICM"),
    elementBytes("00020010", "UI", text("1.2.840.10008.1.2.1")),
    elementBytes("00080018", "UI", text(`1.2.3.${number}`)),
    elementBytes("0020000D", "UI", text("1.2.9")),
    elementBytes("0020000E", "UI", text("1.2.9.1")),
    elementBytes("00204000", "LT", text(content)),
  ];
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

const placed = (path: string, bytes: Uint8Array<ArrayBuffer>): PlacedFile => ({ path, file: new Blob([bytes]) });

let far: FarStore;
beforeEach(() => {
  far = new FarStore();
  vi.stubGlobal("XMLHttpRequest", fakeRequest(far));
  vi.stubGlobal("fetch", (url: string, init?: RequestInit) => Promise.resolve(far.ask(url, init)));
});
afterEach(() => vi.unstubAllGlobals());

async function upload(files: readonly PlacedFile[], signal = new AbortController().signal, isReplacing = false) {
  const events: ImageUploadEvent[] = [];
  const headers = { "x-console-unlock": "d" };
  const untilGo = () => Promise.resolve();
  await uploadImages({
    store: STORE,
    files,
    isReplacing,
    headers,
    signal,
    untilGo,
    onEvent: (event) => events.push(event),
  });
  return told(events);
}

function told(events: readonly ImageUploadEvent[]) {
  const verdicts = events.flatMap((event) => (event.kind === "verdict" ? [event.verdict] : []));
  return {
    outcomes: Object.fromEntries(verdicts.map(({ path, outcome }) => [path, outcome])),
    verdicts,
    bytes: events.reduce((sum, event) => sum + (event.kind === "sent" ? event.bytes : 0), 0),
    found: events.reduce((sum, event) => sum + (event.kind === "found" ? event.files : 0), 0),
  };
}

describe("an upload of images", () => {
  it("says of each file what became of it, and tells all its bytes", async () => {
    await upload([placed("before", image(1)), placed("before2", image(2))]);
    const files = [
      placed("same", image(1)),
      placed("other", image(2, "other")),
      placed("new", image(3)),
      placed("twice", image(3)),
      placed("broken", Uint8Array.from([...new Uint8Array(128), ...text("DICM unreadable")])),
      placed("text", text("no image, but words")),
      placed("empty", new Uint8Array()),
    ];
    const { outcomes, bytes, verdicts, found } = await upload(files);
    expect(outcomes).toEqual({
      same: "known",
      other: "conflict",
      new: "stored",
      twice: "known",
      broken: "refused",
      text: "skipped",
      empty: "skipped",
    });
    expect(bytes).toBe(files.reduce((sum, { file }) => sum + file.size, 0));
    expect(found).toBe(files.length);
    expect(verdicts.filter(({ source }) => source).map(({ path }) => path)).toEqual(["other", "broken"]);
    expect(far.requests.every(({ unlock }) => unlock === "d")).toBe(true);
  });

  it("packs small files together and keeps few requests under way", async () => {
    const { outcomes } = await upload(Array.from({ length: 90 }, (_, at) => placed(`${at}`, image(at + 1))));
    expect(Object.keys(outcomes)).toHaveLength(90);
    expect(far.requests.map(({ files }) => files)).toEqual([20, 20, 20, 20, 10]);
    expect(far.mostUnderWay).toBe(3);
  });

  it("asks again one by one when an answer to several names none", async () => {
    let isFirst = true;
    far.answer = () => {
      const answer = isFirst ? { status: 409, body: "{}", type: "application/dicom+json" } : undefined;
      isFirst = false;
      return answer;
    };
    const { outcomes, bytes } = await upload([placed("a", image(1)), placed("b", image(2))]);
    expect(outcomes).toEqual({ a: "stored", b: "stored" });
    expect(far.requests.map(({ files }) => files)).toEqual([2, 1, 1]);
    expect(bytes).toBe(2 * image(1).length);
  });

  it("finds the one that spoils a request", async () => {
    far.answer = () => (far.requests.at(-1)?.files === 2 ? { status: 400, body: "", type: "text/plain" } : undefined);
    const { outcomes } = await upload([placed("a", image(1)), placed("b", image(2))]);
    expect(outcomes).toEqual({ a: "stored", b: "stored" });
  });

  it("ends when the door is shut, and says so of what was sent", async () => {
    far.answer = () => ({ status: 403, body: "", type: "text/plain" });
    const events: ImageUploadEvent[] = [];
    const run = uploadImages({
      store: STORE,
      files: [placed("a", image(1))],
      headers: {},
      signal: new AbortController().signal,
      untilGo: () => Promise.resolve(),
      onEvent: (event) => events.push(event),
    });
    await expect(run).rejects.toBeInstanceOf(ProblemError);
    expect(told(events).outcomes).toEqual({ a: "refused" });
    expect(far.requests).toHaveLength(1);
  });

  it("puts what differs in the place of what is stored, when that is asked for", async () => {
    await upload([placed("before", image(1)), placed("other", image(2))]);
    const { outcomes } = await upload([placed("new", image(1, "new")), placed("same", image(2))], undefined, true);
    expect(outcomes).toEqual({ new: "replaced", same: "known" });
    expect(far.stored.get("1.2.3.1")).toContain("new");
  });

  it("stores again what was deleted when its successor is refused", async () => {
    await upload([placed("before", image(1))]);
    const before = far.stored.get("1.2.3.1");
    let turn = 0;
    const isSecond = () => (turn += 1) === 2;
    far.answer = () => (isSecond() ? { status: 400, body: "No room.", type: "text/plain" } : undefined);
    const { verdicts } = await upload([placed("new", image(1, "new"))], undefined, true);
    expect(verdicts).toMatchObject([{ outcome: "refused", reason: expect.stringMatching(/is there again\.$/) }]);
    expect(far.stored.get("1.2.3.1")).toBe(before);
  });

  it("sends nothing once it is stopped", async () => {
    const stop = new AbortController();
    stop.abort();
    expect((await upload([placed("a", image(1))], stop.signal)).verdicts).toEqual([]);
    expect(far.requests).toEqual([]);
  });
});
