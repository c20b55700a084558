/** Which attributes belong to a study, a series, an instance, in answers of searches (contract 10.5). */
export interface LevelTags {
  /** Given always, when the instance has them. */
  readonly defaults: readonly string[];
  /** Given with includefield. */
  readonly more: readonly string[];
  /** True when InstanceAvailability (0008,0056) is among the defaults. */
  readonly hasAvailability: boolean;
}

const words = (text: string): string[] => text.trim().split(/\s+/);

export const STUDY_TAGS: LevelTags = {
  defaults: words(
    "00080005 00080020 00080030 00080050 00080090 00080201 00100010 00100020 00100030 00100040 0020000D 00200010",
  ),
  // General Study, Patient and Patient Study modules: PS3.3 C.7.2.1, C.7.1.1, C.7.2.2.
  more: words(`00080051 00080080 00080081 00081030 00081032 00081048 00081049 00081060 00081080 00081110 00081120
    00100021 00100032 00101000 00101001 00101010 00101020 00101030 00101040 00102110 00102160 00102180 001021B0
    00104000 00321032 00321060 00321064 00380010 00401012 00401060`),
  hasAvailability: true,
};

export const SERIES_TAGS: LevelTags = {
  defaults: words("00080005 00080060 00080201 0008103E 0020000D 0020000E 00400244 00400245 00400275"),
  // General Series and General Equipment modules: PS3.3 C.7.3.1, C.7.5.1.
  more: words(`00080021 00080031 00080070 00081010 00081040 0008103F 00081050 00081070 00081090 00081111 00180015
    00181000 00181020 00181030 00185100 00200011 00200052 00200060 00400250 00400251 00400253 00400254 00400260`),
  hasAvailability: false,
};

export const INSTANCE_TAGS: LevelTags = {
  defaults: words("00080005 00080016 00080018 00080201 0020000D 0020000E 00200013 00280008 00280010 00280011 00280100"),
  // An instance can give everything: see its metadata.
  more: [],
  hasAvailability: true,
};
