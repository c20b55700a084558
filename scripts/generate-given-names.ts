/**
 * Writes lib/deid/text/given-names.generated.json: given names of many countries, by which a name in free text is known that no record tells.
 * From the locales of @faker-js/faker (MIT licence), without accents, less every word that the definitions of FHIR or our own lists use.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { allLocales } from "@faker-js/faker";
import { EPONYM_NOUNS, EPONYMS, NOT_NAMES, PARTICLES, WORD_NAMES } from "#lib/deid/text/name-lists.ts";
import { foldWord } from "#lib/deid/text/words.ts";
import { ORDINARY_WORDS } from "#lib/deid-scan/ordinary-words.ts";

const DEFINITIONS = "lib/fhir/definitions/r4.generated.json";
const TARGET = "lib/deid/text/given-names.generated.json";
const LOCALES =
  "en en_US en_GB en_IE en_IN en_NG en_ZA en_CA en_GH es es_MX fr fr_BE fr_SN de de_AT it pt_BR pt_PT nl nl_BE pl sv da nb_NO fi tr cs_CZ sk hu ro hr vi id_ID af_ZA lv sr_RS_latin az eo zu_ZA yo_NG";
/** Words of everyday and clinical English, drugs and places that are given names too. */
const WORDS =
  "angel autumn baby berry bliss brain buck bud candy carol casper charity cherry china christian coral crystal destiny diamond dusty earl earnest easter ebony elder essence fern fleet flora garland genesis ginger giles glad hazel heaven honey jewel kindness levy liberty lotus lucky magnolia major marina marine maverick melody merle misty myrtle ocean olive opal orange paris patience poppy precious prince princess queen raven rocky rusty sandy savannah scarlet sherry sierra sincere star sunny teal tiger trinity true velvet verbal victory viola virgin willow zone alba alma amor angina aria aura bella beta camille carina clare clinton corona cruz delia delta della dell elena elmer elle emerald emory erin ever felicity finn gene imogen josh judy karma kent libby linden lupe lyric mali malta melba merlin mina mona myra neal neva nico nola omar oral orion otis patsy regan reta reva rico ronny sally santa santos stan tara taurus terra talon tess tito toni ubaldo vella vita webster wilson winston zion mirena yasmin camila allegra";

const folded = (words: Iterable<string>): string[] => [...words].map(foldWord);
const words = new Set([
  ...(readFileSync(DEFINITIONS, "utf8").match(/(?<![A-Za-z\\])[a-z]{3,}(?![A-Za-z])/g) ?? []),
  ...folded([...EPONYMS, ...EPONYM_NOUNS, ...NOT_NAMES, ...PARTICLES, ...WORD_NAMES, ...ORDINARY_WORDS]),
  ...WORDS.split(" "),
]);

const names = new Set<string>();
for (const locale of LOCALES.split(" ")) {
  const lists = Object.entries(allLocales).find(([name]) => name === locale)?.[1].person?.first_name ?? {};
  for (const list of Object.values(lists) as readonly (readonly string[] | null)[])
    for (const name of list ?? [])
      for (const part of foldWord(name).split(/[ -]/))
        if (/^[a-z]{4,}$/.test(part) && !words.has(part)) names.add(part);
}
writeFileSync(TARGET, `${JSON.stringify([...names].toSorted().join(" "))}\n`);
