import type { ReactNode } from "react";
import type { Definitions } from "#lib/fhir/definitions.ts";
import type { EditProblem } from "#lib/fhir/edit-problems.ts";
import type { JsonPath } from "#lib/fhir/json-path.ts";
import type { JsonObject, JsonValue } from "#lib/fhir/lossless-json.ts";

/** What every part of the form needs: the definitions, the problems, and the few ways to change the text. */
export interface FormTools {
  readonly definitions: Definitions;
  readonly rootType: string;
  /** Path key of what was added last: its input takes the focus. */
  readonly added: string;
  readonly problemsAt: (expression: string) => readonly EditProblem[];
  readonly set: (path: JsonPath, value: JsonValue) => void;
  readonly add: (path: JsonPath, value: JsonValue) => void;
  readonly append: (path: JsonPath, value: JsonValue, position: number) => void;
  readonly remove: (path: JsonPath) => void;
  /** The form of an object inside the object. */
  readonly renderObject: (nested: NestedObject) => ReactNode;
}

export interface NestedObject {
  readonly value: JsonObject;
  readonly path: JsonPath;
  /** Type or backbone path that defines the members. */
  readonly content: string;
}
