import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeText, readCharacterSets } from "./character-set.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** The examples of PS3.5 annexes H, I, J and K, and of the pages of ISO 8859. */
it.each([
  ["ISO_IR 100", "Buc^J\xe9r\xf4me", "Buc^Jérôme"],
  ["ISO_IR 101", "\xa3\xf3d\xbc", "Łódź"],
  ["ISO_IR 126", "\xc4\xe9\xef\xed\xf5\xf3\xe9\xef\xf2", "Διονυσιος"],
  ["ISO_IR 127", "\xe2\xc8\xc7\xe6\xea^\xe4\xe6\xd2\xc7\xd1", "قباني^لنزار"],
  ["ISO_IR 138", "\xf9\xf8\xe5\xef^\xe3\xe1\xe5\xf8\xe4", "שרון^דבורה"],
  ["ISO_IR 144", "\xbb\xee\xda\x63\x65\xdc\xd1\x79\x70\xd3", "Люкceмбypг"],
  ["ISO_IR 148", "\xddstanbul", "İstanbul"],
  ["ISO_IR 166", "\xa1\xd2", "กา"],
  ["ISO_IR 203", "10 \xa4", "10 €"],
  ["ISO_IR 192", "Wang^XiaoDong=\xe7\x8e\x8b^\xe5\xb0\x8f\xe6\x9d\xb1=", "Wang^XiaoDong=王^小東="],
  ["GB18030", "Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab=", "Wang^XiaoDong=王^小东="],
  ["GBK", "\xcd\xf5", "王"],
  [
    "\\ISO 2022 IR 87",
    "Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B",
    "Yamada^Tarou=山田^太郎=やまだ^たろう",
  ],
  [
    "ISO 2022 IR 13\\ISO 2022 IR 87",
    "\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J",
    "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎",
  ],
  ["\\ISO 2022 IR 149", "Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7", "Hong^Gildong=洪^吉洞"],
  ["\\ISO 2022 IR 58", "Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab=", "Zhang^XiaoDong=张^小东="],
  ["\\ISO 2022 IR 159", "\x1b$(D0!\x1b(B", "丂"],
  ["", "M\xfcller", "Müller"],
])("%s", (sets, written, read) => {
  expect(decodeText(bytes(written), readCharacterSets(bytes(sets)), true)).toBe(read);
});

it("reads any bytes in any character sets, and ASCII as itself", () => {
  const term = fc.constantFrom("ISO_IR 100", "ISO 2022 IR 87", "ISO 2022 IR 149", "ISO_IR 192", "GB18030", "x", "");
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.array(term, { maxLength: 3 }), (any, sets) => {
      expect(typeof decodeText(any, sets)).toBe("string");
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii" }), fc.array(term, { maxLength: 3 }), (text, sets) => {
      const plain = text.replace(/[^ -~]/g, "");
      expect(decodeText(bytes(plain), sets)).toBe(plain);
    }),
  );
});
