import { code, type Instance } from "#emulator/sample/dicom/instance.ts";
import { randomFor } from "#emulator/sample/random.ts";
import type { SeriesFacts, StudyFacts } from "#emulator/sample/dicom/study-facts.ts";
import type { Dataset } from "#emulator/sample/dicom/write-part10.ts";
import { document } from "./report.ts";

const RATE = 500;
const SECONDS = 10;

/** Heights of Q, R, S and T in each lead, millivolt; codes of the leads from PS3.16 CID 3001. */
const LEADS: readonly (readonly [name: string, code: string, q: number, r: number, s: number, t: number])[] = [
  ["Lead I", "2:1", -0.05, 0.7, -0.1, 0.18],
  ["Lead II", "2:2", -0.07, 1.1, -0.15, 0.26],
  ["Lead III", "2:61", -0.06, 0.5, -0.12, 0.1],
  ["Lead aVR", "2:62", 0.03, -0.85, 0.1, -0.22],
  ["Lead aVL", "2:63", -0.04, 0.32, -0.1, 0.07],
  ["Lead aVF", "2:64", -0.06, 0.8, -0.13, 0.18],
  ["Lead V1", "2:3", 0, 0.22, -0.85, -0.06],
  ["Lead V2", "2:4", 0, 0.4, -1.15, 0.3],
  ["Lead V3", "2:5", 0, 0.75, -0.8, 0.36],
  ["Lead V4", "2:6", -0.06, 1.25, -0.45, 0.34],
  ["Lead V5", "2:7", -0.09, 1.2, -0.2, 0.28],
  ["Lead V6", "2:8", -0.08, 0.95, -0.08, 0.2],
];

/** Ten seconds of twelve leads in atrial fibrillation: beats at uneven distances, a trembling line instead of P waves. PS3.3 A.34.3. */
export function* electrocardiogram(study: StudyFacts, series: SeriesFacts): Generator<Instance> {
  const random = randomFor(study.id, "ecg");
  const beats: number[] = [];
  for (let at = 0.2; at < SECONDS; at += random.between(0.36, 0.68)) beats.push(at);
  const tremble = [random.between(5.2, 6.4), random.between(6.8, 7.6)] as const;
  yield {
    ...document(series),
    dataset: {
      AcquisitionDateTime: `${study.date}${study.time}`,
      AcquisitionContextSequence: [],
      WaveformSequence: [
        {
          WaveformOriginality: "ORIGINAL",
          NumberOfWaveformChannels: LEADS.length,
          NumberOfWaveformSamples: RATE * SECONDS,
          SamplingFrequency: RATE,
          ChannelDefinitionSequence: LEADS.map(([name, lead]) => channel(name, lead)),
          WaveformBitsAllocated: 16,
          WaveformSampleInterpretation: "SS",
          WaveformData: samples(beats, tremble, () => random.near(0, 6)),
        },
      ],
      WaveformAnnotationSequence: [
        {
          ReferencedWaveformChannels: [1, 0],
          AnnotationGroupNumber: 1,
          MeasurementUnitsCodeSequence: [code("/min", "UCUM", "per minute")],
          ConceptNameCodeSequence: [code("8867-4", "LN", "Heart rate")],
          NumericValue: Math.round((beats.length / SECONDS) * 60),
        },
      ],
    },
  };
}

function channel(name: string, lead: string): Dataset {
  return {
    ChannelLabel: name.replace("Lead ", ""),
    ChannelSourceSequence: [code(lead, "MDC", name)],
    ChannelSensitivity: 1,
    ChannelSensitivityUnitsSequence: [code("uV", "UCUM", "microvolt")],
    ChannelSensitivityCorrectionFactor: 1,
    ChannelBaseline: 0,
    ChannelSampleSkew: 0,
    WaveformBitsStored: 16,
    FilterLowFrequency: 0.05,
    FilterHighFrequency: 150,
  };
}

/** Microvolts, the channels of one moment next to each other. */
function samples(beats: readonly number[], tremble: readonly [number, number], noise: () => number): Uint8Array {
  const words = new Int16Array(RATE * SECONDS * LEADS.length);
  for (let sample = 0; sample < RATE * SECONDS; sample++) {
    const time = sample / RATE;
    const fine = 34 * Math.sin(time * tremble[0] * 2 * Math.PI) + 22 * Math.sin(time * tremble[1] * 2 * Math.PI + 1);
    const near = beats.filter((beat) => Math.abs(time - beat) < 0.5);
    for (const [lead, [, , q, r, s, t]] of LEADS.entries()) {
      let height = 0;
      for (const beat of near) {
        const bump = (after: number, width: number, high: number): number =>
          high * Math.exp(-(((time - beat - after) / width) ** 2));
        height += bump(-0.022, 0.009, q) + bump(0, 0.011, r) + bump(0.024, 0.01, s) + bump(0.24, 0.05, t);
      }
      words[sample * LEADS.length + lead] = Math.round(height * 1000 + fine * (lead === 6 ? 1.6 : 0.8) + noise());
    }
  }
  return new Uint8Array(words.buffer);
}
