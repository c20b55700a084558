import { leavesOf } from "./locate.ts";
import type { Message, Segment } from "./message.ts";

/** Subcomponents of a component, as written. */
export type Component = readonly string[];
/** Components of one repetition. */
export type Repetition = readonly Component[];
/** Repetitions of one field; an empty field is one repetition of one empty component. */
export type Field = readonly Repetition[];

/** All values of a segment by place: `nestedFields(m, s)[4]?.[0]?.[1]?.[0]` is field 5, repetition 1, component 2, subcomponent 1. */
export function nestedFields(message: Message, segment: Segment): readonly Field[] {
  const fields: string[][][][] = [];
  for (const { field, repetition, component, subcomponent, start, end } of leavesOf(message, segment)) {
    const repetitions = (fields[field - 1] ??= []);
    const components = (repetitions[repetition - 1] ??= []);
    const subcomponents = (components[component - 1] ??= []);
    subcomponents[subcomponent - 1] = message.text.slice(start, end);
  }
  return fields;
}

/** A repetition that is only one plain value. */
export function isPlain(repetition: Repetition): boolean {
  return repetition.length === 1 && repetition[0]?.length === 1;
}

/** The first subcomponent of a component, empty when it is not there. `component` counts from 1. */
export function componentText(repetition: Repetition | undefined, component: number): string {
  return repetition?.[component - 1]?.[0] ?? "";
}
