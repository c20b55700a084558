import {
  base,
  cs_CZ,
  de,
  en,
  en_GH,
  en_IN,
  es_MX,
  Faker,
  fr,
  hu,
  it,
  nb_NO,
  pl,
  pt_BR,
  sv,
  tr,
  vi,
  yo_NG,
} from "@faker-js/faker";
import type { LocaleDefinition } from "@faker-js/faker";
import type { Random } from "./random.ts";

export interface PersonName {
  readonly family: string;
  readonly given: readonly string[];
  /** The same name in the person's own script, when that is not Latin. */
  readonly native?: { readonly family: string; readonly given: string };
}

/** BCP 47 code and English name of the language spoken at home. */
export interface Language {
  readonly code: string;
  readonly display: string;
}

interface Origin {
  /** Share of the hospital's patients, relative to the other rows. */
  readonly weight: number;
  readonly language: Language;
  name(random: Random, sex: "female" | "male"): PersonName;
}

export interface OriginName {
  readonly name: PersonName;
  readonly language: Language;
}

/** Draws where a person's family comes from and a name that fits. */
export function nameOfSomebody(random: Random, sex: "female" | "male"): OriginName {
  const origin = random.pickWeighted(ORIGINS);
  return { name: origin.name(random, sex), language: origin.language };
}

const ORIGINS: readonly Origin[] = [
  { weight: 40, language: { code: "en", display: "English" }, name: fromLocale(en) },
  { weight: 14, language: { code: "es", display: "Spanish" }, name: fromLocale(es_MX) },
  { weight: 4, language: { code: "de", display: "German" }, name: fromLocale(de) },
  { weight: 4, language: { code: "en", display: "English" }, name: fromLocale(sv) },
  { weight: 3, language: { code: "no", display: "Norwegian" }, name: fromLocale(nb_NO) },
  { weight: 4, language: { code: "pl", display: "Polish" }, name: fromLocale(pl) },
  { weight: 3, language: { code: "cs", display: "Czech" }, name: fromLocale(cs_CZ) },
  { weight: 3, language: { code: "hu", display: "Hungarian" }, name: fromLocale(hu) },
  { weight: 3, language: { code: "fr", display: "French" }, name: fromLocale(fr) },
  { weight: 3, language: { code: "it", display: "Italian" }, name: fromLocale(it) },
  { weight: 3, language: { code: "pt", display: "Portuguese" }, name: fromLocale(pt_BR) },
  { weight: 3, language: { code: "tr", display: "Turkish" }, name: fromLocale(tr) },
  { weight: 5, language: { code: "vi", display: "Vietnamese" }, name: fromLocale(vi) },
  { weight: 4, language: { code: "en", display: "English" }, name: fromLocale(yo_NG) },
  { weight: 3, language: { code: "en", display: "English" }, name: fromLocale(en_GH) },
  { weight: 5, language: { code: "hi", display: "Hindi" }, name: fromLocale(en_IN) },
  {
    weight: 2,
    language: { code: "ar", display: "Arabic" },
    name: fromScripts(
      "Haddad حداد|Khalil خليل|Nasser ناصر|Mansour منصور",
      "Layla ليلى|Mariam مريم|Noor نور",
      "Omar عمر|Yusuf يوسف|Tariq طارق",
    ),
  },
  {
    weight: 2,
    language: { code: "zh", display: "Chinese" },
    name: fromScripts("Wang 王|Li 李|Zhang 张|Chen 陈|Liu 刘", "Xiuying 秀英|Min 敏|Jing 静", "Wei 伟|Jun 军|Hao 浩"),
  },
  {
    weight: 2,
    language: { code: "ja", display: "Japanese" },
    name: fromScripts(
      "Sato 佐藤|Suzuki 鈴木|Tanaka 田中|Watanabe 渡辺",
      "Yui 結衣|Hanako 花子|Sakura 桜",
      "Haruto 陽翔|Kenji 健二|Makoto 誠",
    ),
  },
  {
    weight: 2,
    language: { code: "ko", display: "Korean" },
    name: fromScripts(
      "Kim 김|Lee 이|Park 박|Choi 최",
      "Seoyeon 서연|Jiwoo 지우|Minji 민지",
      "Minjun 민준|Jiho 지호|Hyun 현",
    ),
  },
  {
    weight: 2,
    language: { code: "ru", display: "Russian" },
    name: fromScripts(
      "Kuznets Кузнец|Bondarenko Бондаренко|Moroz Мороз",
      "Olga Ольга|Irina Ирина|Daria Дарья",
      "Dmitri Дмитрий|Sergei Сергей|Anton Антон",
    ),
  },
  {
    weight: 2,
    language: { code: "el", display: "Greek" },
    name: fromScripts(
      "Angelidi Αγγελίδη|Kosta Κώστα|Vlahou Βλάχου",
      "Eleni Ελένη|Sofia Σοφία|Katerina Κατερίνα",
      "Nikos Νίκος|Giorgos Γιώργος|Yannis Γιάννης",
    ),
  },
];

/** faker's own names of a locale; `en` stands in where a locale lacks a list. */
function fromLocale(locale: LocaleDefinition): Origin["name"] {
  return (random, sex) => {
    const faker = new Faker({ locale: [locale, en, base], randomizer: random });
    const first = faker.person.firstName(sex);
    const given = random.chance(0.45) ? [first, faker.person.middleName(sex)] : [first];
    return { family: faker.person.lastName(sex), given };
  };
}

/** Families, women's and men's given names as `Latin native|…`: no faker locale holds both spellings of one name. */
function fromScripts(families: string, women: string, men: string): Origin["name"] {
  return (random, sex) => {
    const [family, nativeFamily] = bothSpellings(random.pick(families.split("|")));
    const [given, nativeGiven] = bothSpellings(random.pick((sex === "female" ? women : men).split("|")));
    return { family, given: [given], native: { family: nativeFamily, given: nativeGiven } };
  };
}

function bothSpellings(pair: string): [latin: string, native: string] {
  const [latin, native] = pair.split(" ");
  if (!latin || !native) throw new Error(`Not a pair of spellings: ${pair}`);
  return [latin, native];
}
