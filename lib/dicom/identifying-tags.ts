import { tagEntry } from "./tag-dictionary.ts";

/** Classes of identifiers of HIPAA Safe Harbor, 45 CFR 164.514(b)(2)(i), as far as attributes of DICOM carry them. */
export type IdentifierClass = "name" | "place" | "date" | "contact" | "number" | "device" | "free text";

/**
 * Attributes that the Basic Application Level Confidentiality Profile removes, empties or replaces (PS3.15 table E.1-1) and that tell who
 * a person is. UIDs are not among them: they identify only for whoever holds the archive.
 */
const CLASSES: Readonly<Record<IdentifierClass, string>> = {
  name: "PatientName OtherPatientNames PatientBirthName PatientMotherBirthName ResponsiblePerson ReferringPhysicianName PerformingPhysicianName NameOfPhysiciansReadingStudy OperatorsName PhysiciansOfRecord RequestingPhysician ConsultingPhysicianName ContentCreatorName PersonName VerifyingObserverName ReviewerName ROIInterpreter ScheduledPerformingPhysicianName HumanPerformerName OrderEnteredBy InterpretationAuthor DistributionName EvaluatorName NamesOfIntendedRecipientsOfResults PersonAddress",
  place:
    "PatientAddress InstitutionName InstitutionAddress InstitutionalDepartmentName CountryOfResidence RegionOfResidence PatientInstitutionResidence ReferringPhysicianAddress CurrentPatientLocation MilitaryRank BranchOfService StationName",
  date: "PatientBirthDate PatientBirthTime PatientBirthDateInAlternativeCalendar PatientDeathDateInAlternativeCalendar LastMenstrualDate AdmittingDate DischargeDate",
  contact:
    "PatientTelephoneNumbers PatientTelecomInformation ReferringPhysicianTelephoneNumbers OrderCallbackPhoneNumber OrderCallbackTelecomInformation PersonTelephoneNumbers PersonTelecomInformation",
  number:
    "PatientID OtherPatientIDs OtherPatientIDsSequence IssuerOfPatientID MedicalRecordLocator AccessionNumber AdmissionID StudyID ServiceEpisodeID InsurancePlanIdentification PlacerOrderNumberImagingServiceRequest FillerOrderNumberImagingServiceRequest RequestedProcedureID ScheduledProcedureStepID PerformedProcedureStepID ClinicalTrialSubjectID",
  device: "DeviceSerialNumber GantryID DetectorID CassetteID PlateID DeviceUID",
  "free text":
    "PatientComments AdditionalPatientHistory Allergies MedicalAlerts Occupation PatientReligiousPreference EthnicGroup PatientState VisitComments StudyComments ImageComments RequestAttributesSequence ReasonForVisit AdmittingDiagnosesDescription",
};

const BY_KEYWORD = new Map(
  Object.entries(CLASSES).flatMap(([kind, keywords]) =>
    keywords.split(" ").map((keyword) => [keyword, kind as IdentifierClass] as const),
  ),
);

/** Which kind of identifier an attribute is, undefined for none. Every person's name is one, private ones too. */
export function identifierClass(tag: string, vr: string): IdentifierClass | undefined {
  const keyword = tagEntry(tag)?.keyword;
  return BY_KEYWORD.get(keyword ?? "") ?? (vr === "PN" ? "name" : undefined);
}
