import { parentPort } from "node:worker_threads";
import { fhirDeidentifier, type FhirDeidentifier } from "#lib/deid/fhir/deidentify-resource.ts";
import { prepareKnown, type KnownValues } from "#lib/deid/text/known-values.ts";
import { isJsonObject, parseJson } from "#lib/fhir/lossless-json.ts";
import { NODE_CRYPTO } from "#emulator/services/deid/node-crypto.ts";
import type { EngineAnswer, EngineItem, EngineOrder } from "./engine-thread.ts";
import { fhirShapes } from "./fhir-shapes.ts";

/** An engine and the persons that it knows. */
interface Engine {
  readonly deidentifier: FhirDeidentifier;
  readonly people: Map<string, KnownValues>;
}

const engines = new Map<number, Engine>();

/** The thread of the de-identification: it knows no store and no request, only resources and what it was told of persons. */
parentPort?.on("message", (order: EngineOrder) => {
  switch (order.kind) {
    case "open":
      engines.set(order.engine, {
        deidentifier: fhirDeidentifier(order.plan, NODE_CRYPTO, fhirShapes(order.version)),
        people: new Map(),
      });
      break;
    case "close":
      engines.delete(order.engine);
      break;
    case "work":
      parentPort?.postMessage(work(order));
  }
});

function work({ engine: number, id, forgets, learns, items }: EngineOrder & { kind: "work" }): EngineAnswer {
  const engine = engines.get(number);
  if (!engine) return { id, failure: "The engine is closed." };
  try {
    for (const [person, known] of learns) engine.people.set(person, prepareKnown(known));
    const texts = items.map((item) => deidentifyOne(engine, item));
    for (const person of forgets) engine.people.delete(person);
    return { id, texts };
  } catch (error) {
    return { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function deidentifyOne({ deidentifier, people }: Engine, { json, whose }: EngineItem): string {
  const resource = parseJson(json);
  if (!isJsonObject(resource)) throw new Error("A stored resource is no object.");
  const { patient, isPatient } = whose;
  const known = whose.people.flatMap((person) => people.get(person) ?? []);
  return JSON.stringify(deidentifier.deidentify(resource, { patient, isPatient, known }));
}
