import { parentPort } from "node:worker_threads";
import { fhirDeidentifier, type FhirDeidentifier } from "#lib/deid/fhir/deidentify-resource.ts";
import { prepareKnown, type KnownValues } from "#lib/deid/text/known-values.ts";
import { canonicalText, isJsonObject, parseJson } from "#lib/fhir/lossless-json.ts";
import { NODE_CRYPTO } from "#emulator/services/deid/node-crypto.ts";
import type { ContentRules } from "#emulator/services/fhir/content-rules.ts";
import { FhirError } from "#emulator/services/fhir/outcome.ts";
import { checkImported } from "#emulator/services/fhir/resource-body.ts";
import type { Deidentified, EngineAnswer, EngineItem, EngineOrder } from "./engine-thread.ts";
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

function work({ engine: number, id, forgets, learns, items, rules }: EngineOrder & { kind: "work" }): EngineAnswer {
  const engine = engines.get(number);
  if (!engine) return { id, failure: "The engine is closed." };
  try {
    for (const [person, known] of learns) engine.people.set(person, prepareKnown(known));
    const results = items.map((item) => deidentifyOne(engine, item, rules));
    for (const person of forgets) engine.people.delete(person);
    return { id, results };
  } catch (error) {
    return { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function deidentifyOne(
  { deidentifier, people }: Engine,
  { json, whose }: EngineItem,
  rules: ContentRules,
): Deidentified {
  const resource = parseJson(json);
  if (!isJsonObject(resource)) throw new Error("A stored resource is no object.");
  const { patient, isPatient } = whose;
  const known = whose.people.flatMap((person) => people.get(person) ?? []);
  const result = deidentifier.deidentify(resource, { patient, isPatient, known });
  const text = canonicalText(result);
  try {
    checkImported(rules, result);
    return { text };
  } catch (error) {
    if (!(error instanceof FhirError)) throw error;
    // The texts name places and rules, never values that the rules took away.
    return { text, mistakes: error.issues.map(({ diagnostics }) => diagnostics).join("; ") };
  }
}
