/**
 * A place in a message as people write it: `PID-5.2`, `OBX[2]-5[3].1.2`. All numbers count from 1 as the standard does;
 * occurrence and repetition are 1 when not written. Zero-depth positions (`PID`) name the segment.
 */
export interface Position {
  readonly segment: string;
  /** Which of the segments with this id, in message order. */
  readonly occurrence: number;
  readonly field?: number;
  readonly repetition?: number;
  readonly component?: number;
  readonly subcomponent?: number;
}

const WRITTEN =
  /^([A-Z][A-Z0-9]{2})(?:\[(\d{1,6})\])?(?:[-.](\d{1,4})(?:\[(\d{1,6})\])?(?:\.(\d{1,4})(?:\.(\d{1,4}))?)?)?$/;

/** Reads a written position; case and spaces around it don't matter. Undefined when it is none, or counts from 0. */
export function parsePosition(text: string): Position | undefined {
  const match = WRITTEN.exec(text.trim().toUpperCase());
  if (!match) return undefined;
  const [segment = "", ...rest] = match.slice(1);
  const [occurrence, field, repetition, component, subcomponent] = rest.map((part: string | undefined) =>
    part === undefined ? undefined : Number(part),
  );
  if ([occurrence, field, repetition, component, subcomponent].includes(0)) return undefined;
  return {
    segment,
    occurrence: occurrence ?? 1,
    ...(field === undefined ? {} : { field, repetition: repetition ?? 1 }),
    ...(component === undefined ? {} : { component }),
    ...(subcomponent === undefined ? {} : { subcomponent }),
  };
}

/** The shortest written form: `[1]` is left out. */
export function formatPosition(position: Position): string {
  const nth = (count: number | undefined): string => (count === undefined || count === 1 ? "" : `[${count}]`);
  let text = `${position.segment}${nth(position.occurrence)}`;
  if (position.field === undefined) return text;
  text += `-${position.field}${nth(position.repetition)}`;
  if (position.component === undefined) return text;
  text += `.${position.component}`;
  return position.subcomponent === undefined ? text : `${text}.${position.subcomponent}`;
}
