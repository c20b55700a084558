/** The segments a message is made of, in their groups. */
export interface Structure {
  /** `ORU_R01`, or type and event of a message that uses another structure: `ADT_A04`. */
  readonly name: string;
  readonly title: string;
  readonly members: readonly Member[];
}

export type Member = SegmentMember | GroupMember | ChoiceMember;

interface Occurs {
  readonly min: number;
  /** Infinity when unbounded. */
  readonly max: number;
}

export interface SegmentMember extends Occurs {
  readonly kind: "segment";
  readonly id: string;
}

export interface GroupMember extends Occurs {
  readonly kind: "group";
  readonly name: string;
  readonly members: readonly Member[];
}

/** One of several. */
export interface ChoiceMember extends Occurs {
  readonly kind: "choice";
  readonly members: readonly Member[];
}

/** Reads the one-line form that scripts/read-hl7v2-structures.ts writes. Throws on any other text: the files are our own. */
export function readStructureText(name: string, title: string, text: string): Structure {
  const reader = { text, at: 0 };
  const members = readMembers(reader, " ", "");
  if (reader.at !== text.length) throw new Error(`Structure ${name} cannot be read at ${reader.at}`);
  return { name, title, members };
}

interface Reader {
  readonly text: string;
  at: number;
}

const OCCURS: Readonly<Record<string, Occurs>> = {
  "?": { min: 0, max: 1 },
  "*": { min: 0, max: Infinity },
  "+": { min: 1, max: Infinity },
};
const ONCE: Occurs = { min: 1, max: 1 };

function readMembers(reader: Reader, separator: string, end: string): Member[] {
  const members = [readMember(reader)];
  while (reader.text[reader.at] === separator) {
    reader.at += 1;
    members.push(readMember(reader));
  }
  if (end !== "" && reader.text[reader.at++] !== end) throw new Error(`"${end}" expected`);
  return members;
}

function readMember(reader: Reader): Member {
  if (reader.text[reader.at] === "<") {
    reader.at += 1;
    const members = readMembers(reader, "|", ">");
    return { kind: "choice", members, ...readOccurs(reader) };
  }
  const [id = ""] = /^[^?*+()<>| ]+/.exec(reader.text.slice(reader.at, reader.at + 80)) ?? [];
  if (id === "") throw new Error("A name expected");
  reader.at += id.length;
  const occurs = readOccurs(reader);
  if (reader.text[reader.at] !== "(") return { kind: "segment", id, ...occurs };
  reader.at += 1;
  return { kind: "group", name: id, members: readMembers(reader, " ", ")"), ...occurs };
}

function readOccurs(reader: Reader): Occurs {
  const occurs = OCCURS[reader.text[reader.at] ?? ""];
  if (occurs) reader.at += 1;
  return occurs ?? ONCE;
}
