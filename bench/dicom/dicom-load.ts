import { Agent, request } from "node:http";
import { testFile } from "#emulator/services/dicomweb/test-file.ts";

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** One request on a kept connection; the body's bytes. Rejects for a status of 400 or more. */
export function call(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: Buffer,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method, agent, headers: { ...headers, ...(body && { "content-length": String(body.length) }) } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          const bytes = Buffer.concat(chunks);
          if ((answer.statusCode ?? 500) < 400) resolve(bytes);
          else reject(new Error(`${method} ${url}: ${answer.statusCode} ${bytes.toString().slice(0, 300)}`));
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** STOW-RS of several files in one request. */
export function stow(web: string, files: readonly Buffer[]): Promise<Buffer> {
  const parts = files.flatMap((file) => [Buffer.from("\r\n--b\r\nContent-Type: application/dicom\r\n\r\n"), file]);
  return call(
    "POST",
    `${web}/studies`,
    { "content-type": 'multipart/related; type="application/dicom"; boundary=b', accept: "application/dicom+json" },
    Buffer.concat([...parts, Buffer.from("\r\n--b--\r\n")]),
  );
}

export const SERIES = { study: "1.2.826.1", series: "1.2.826.1.1", instances: 300 } as const;
const SIDE = 512;

/** Slice `number` (from 1) of a series of 512×512 pixels of 16 bits: rings that grow along the series, with noise. */
export function slice(number: number): Buffer {
  const pixels = new Uint16Array(SIDE * SIDE);
  let noise = number;
  for (let at = 0; at < pixels.length; at += 1) {
    noise = (noise * 1_103_515_245 + 12_345) & 0x7fffffff;
    const [x, y] = [(at % SIDE) - SIDE / 2, Math.floor(at / SIDE) - SIDE / 2];
    const radius = Math.hypot(x, y);
    const body = radius > 220 ? 0 : 1000 + (Math.sin((radius + number) / 9) > 0.4 ? 600 : 0);
    pixels[at] = body + ((noise >> 16) & 63);
  }
  return testFile({
    study: SERIES.study,
    series: SERIES.series,
    instance: `${SERIES.series}.${number}`,
    number,
    elements: [
      ["00180050", "DS", "1"],
      ["00200011", "IS", "1"],
      ["00200032", "DS", `-128\\-128\\${number}`],
      ["00200037", "DS", "1\\0\\0\\0\\1\\0"],
      ["00200052", "UI", "1.2.826.1.9"],
      ["00280010", "US", SIDE],
      ["00280011", "US", SIDE],
      ["00280030", "DS", "0.5\\0.5"],
      ["00281050", "DS", "1000"],
      ["00281051", "DS", "2000"],
      ["00281052", "DS", "0"],
      ["00281053", "DS", "1"],
      ["7FE00010", "OW", Buffer.from(pixels.buffer)],
    ],
  });
}

const IN_STUDY = 100;

/** Instance `index` of a store of many small ones: a hundred in a study, twenty in a series, a patient for each study. */
export function small(index: number): Buffer {
  const study = `1.2.840.1.${Math.floor(index / IN_STUDY) + 1}`;
  const series = `${study}.${Math.floor((index % IN_STUDY) / 20) + 1}`;
  const day = 1 + (Math.floor(index / IN_STUDY) % 28);
  return testFile({
    study,
    series,
    instance: `${series}.${(index % 20) + 1}`,
    patient: `Family${Math.floor(index / IN_STUDY)}^Given`,
    date: `202601${String(day).padStart(2, "0")}`,
    number: (index % 20) + 1,
    elements: [["00100020", "LO", `P-${Math.floor(index / IN_STUDY)}`]],
  });
}

/** Searches of every level, and the studies that they are about by number. */
export const SEARCHES: readonly (readonly [title: string, path: (turn: number, studies: number) => string])[] = [
  ["first 50 studies", () => "studies?limit=50"],
  ["studies of a patient", (turn, studies) => `studies?PatientID=P-${turn % studies}`],
  ["studies of a day", (turn) => `studies?StudyDate=202601${String(1 + (turn % 28)).padStart(2, "0")}&limit=50`],
  ["series of a study", (turn, studies) => `studies/1.2.840.1.${1 + (turn % studies)}/series`],
  [
    "instances of a series",
    (turn, studies) => {
      const study = `1.2.840.1.${1 + (turn % studies)}`;
      return `studies/${study}/series/${study}.2/instances`;
    },
  ],
];
