import { expect, it } from "vitest";
import { parseMessage } from "./message.ts";
import { relationOf } from "./relation.ts";

const visit = (number: string) => `PV1|1|I${"|".repeat(17)}${number}`;

it.each([
  ["the same visit", visit("V1"), visit("V1^^^H"), ["visit"]],
  ["other visits", visit("V1"), visit("V2"), []],
  ["no numbers", visit(""), visit(""), []],
  ["an order by its filler number", "ORC|RE|A^X|F1", "OBR|1||F1^LAB", ["order"]],
  ["both", `${visit("1")}\rORC|NW|7`, `ORC|SC|7\r${visit("1")}`, ["visit", "order"]],
])("%s", (_, one, other, expected) => {
  expect(relationOf(parseMessage(`MSH|^~\\&|A\r${one}`), parseMessage(`MSH|^~\\&|B\r${other}`))).toEqual(expected);
});
