/** What a module wants: type 1 attributes must have a value, type 2 must be there, maybe empty (PS3.5 7.4). */
export interface Requirement {
  readonly module: string;
  readonly type1: readonly string[];
  readonly type2: readonly string[];
}

const needs = (module: string, type1: string, type2 = ""): Requirement => ({
  module,
  type1: type1.split(" ").filter(Boolean),
  type2: type2.split(" ").filter(Boolean),
});

/** PS3.3 C.7.1 to C.7.5 and C.12.1: every composite object. */
const EVERY: readonly Requirement[] = [
  needs("Patient", "", "PatientName PatientID PatientBirthDate PatientSex"),
  needs("General Study", "StudyInstanceUID", "StudyDate StudyTime ReferringPhysicianName StudyID AccessionNumber"),
  needs("General Series", "Modality SeriesInstanceUID", "SeriesNumber"),
  needs("SOP Common", "SOPClassUID SOPInstanceUID"),
];

const GENERAL_IMAGE = needs("General Image", "", "InstanceNumber");
const PIXELS = needs(
  "Image Pixel",
  "SamplesPerPixel PhotometricInterpretation Rows Columns BitsAllocated BitsStored HighBit PixelRepresentation PixelData",
);
const PLANE = needs("Image Plane", "PixelSpacing ImageOrientationPatient ImagePositionPatient", "SliceThickness");
const FRAME = needs("Frame of Reference", "FrameOfReferenceUID", "PositionReferenceIndicator");
const FRAMES = needs("Multi-frame", "NumberOfFrames FrameIncrementPointer");
const DOCUMENT = needs("SR Document Content", "ValueType ConceptNameCodeSequence ContinuityOfContent ContentSequence");
const EQUIPMENT = needs("General Equipment", "", "Manufacturer");

/** By SOP class: the modules of PS3.3 annex A with the attributes that they want without condition. */
const BY_CLASS: Readonly<Record<string, readonly Requirement[]>> = {
  // Computed radiography
  "1.2.840.10008.5.1.4.1.1.1": [GENERAL_IMAGE, PIXELS, needs("CR Series", "", "BodyPartExamined ViewPosition")],
  // Digital X-ray for presentation
  "1.2.840.10008.5.1.4.1.1.1.1": [
    GENERAL_IMAGE,
    PIXELS,
    needs("DX Series", "PresentationIntentType"),
    needs("DX Anatomy Imaged", "ImageLaterality", "AnatomicRegionSequence"),
    needs(
      "DX Image",
      "ImageType PixelIntensityRelationship PixelIntensityRelationshipSign RescaleIntercept RescaleSlope RescaleType PresentationLUTShape LossyImageCompression BurnedInAnnotation PatientOrientation",
    ),
    needs("DX Detector", "ImagerPixelSpacing", "DetectorType"),
    needs("Acquisition Context", "", "AcquisitionContextSequence"),
  ],
  // Digital mammography for presentation
  "1.2.840.10008.5.1.4.1.1.1.2": [
    GENERAL_IMAGE,
    PIXELS,
    needs("Mammography Image", "PositionerType ImageLaterality OrganExposed ViewCodeSequence AnatomicRegionSequence"),
    needs("Acquisition Context", "", "AcquisitionContextSequence"),
  ],
  // CT
  "1.2.840.10008.5.1.4.1.1.2": [
    GENERAL_IMAGE,
    EQUIPMENT,
    PIXELS,
    PLANE,
    FRAME,
    needs("CT Image", "ImageType RescaleIntercept RescaleSlope", "KVP AcquisitionNumber"),
  ],
  // MR
  "1.2.840.10008.5.1.4.1.1.4": [
    GENERAL_IMAGE,
    EQUIPMENT,
    PIXELS,
    PLANE,
    FRAME,
    needs(
      "MR Image",
      "ImageType ScanningSequence SequenceVariant",
      "ScanOptions MRAcquisitionType EchoTime EchoTrainLength",
    ),
  ],
  // Positron emission tomography
  "1.2.840.10008.5.1.4.1.1.128": [
    GENERAL_IMAGE,
    EQUIPMENT,
    PIXELS,
    PLANE,
    FRAME,
    needs(
      "PET Series",
      "SeriesDate SeriesTime Units CountsSource SeriesType NumberOfSlices DecayCorrection",
      "CorrectedImage CollimatorType",
    ),
    needs("PET Isotope", "", "RadiopharmaceuticalInformationSequence"),
    needs(
      "PET Image",
      "ImageType RescaleIntercept RescaleSlope FrameReferenceTime ImageIndex",
      "AcquisitionDate AcquisitionTime ActualFrameDuration",
    ),
  ],
  // Ultrasound and its clips
  "1.2.840.10008.5.1.4.1.1.6.1": [GENERAL_IMAGE, PIXELS, needs("US Image", "ImageType")],
  "1.2.840.10008.5.1.4.1.1.3.1": [GENERAL_IMAGE, PIXELS, FRAMES, needs("US Image", "ImageType")],
  // Secondary capture
  "1.2.840.10008.5.1.4.1.1.7": [GENERAL_IMAGE, PIXELS, needs("SC Equipment", "ConversionType")],
  // Segmentation
  "1.2.840.10008.5.1.4.1.1.66.4": [
    needs(
      "Segmentation Image",
      "ImageType SegmentationType SegmentSequence ContentLabel SamplesPerPixel Rows Columns BitsAllocated",
      "ContentDescription ContentCreatorName",
    ),
    needs(
      "Multi-frame Functional Groups",
      "SharedFunctionalGroupsSequence PerFrameFunctionalGroupsSequence NumberOfFrames",
    ),
    needs("Multi-frame Dimension", "DimensionOrganizationSequence DimensionIndexSequence"),
    needs("Enhanced General Equipment", "Manufacturer ManufacturerModelName DeviceSerialNumber SoftwareVersions"),
  ],
  // Structure set
  "1.2.840.10008.5.1.4.1.1.481.3": [
    EQUIPMENT,
    needs("Structure Set", "StructureSetLabel StructureSetROISequence", "StructureSetDate StructureSetTime"),
    needs("ROI Contour", "ROIContourSequence"),
    needs("RT ROI Observations", "RTROIObservationsSequence"),
  ],
  // Key objects and structured reports
  "1.2.840.10008.5.1.4.1.1.88.59": [
    DOCUMENT,
    needs("Key Object Document", "InstanceNumber ContentDate ContentTime CurrentRequestedProcedureEvidenceSequence"),
  ],
  ...Object.fromEntries(
    ["11", "22", "33", "34"].map((kind) => [
      `1.2.840.10008.5.1.4.1.1.88.${kind}`,
      [
        DOCUMENT,
        needs(
          "SR Document General",
          "InstanceNumber CompletionFlag VerificationFlag ContentDate ContentTime",
          "PerformedProcedureCodeSequence",
        ),
      ],
    ]),
  ),
  // PDF
  "1.2.840.10008.5.1.4.1.1.104.1": [
    needs(
      "Encapsulated Document",
      "InstanceNumber BurnedInAnnotation MIMETypeOfEncapsulatedDocument EncapsulatedDocument",
      "ContentDate ContentTime AcquisitionDateTime DocumentTitle ConceptNameCodeSequence",
    ),
  ],
  // 12-lead electrocardiogram
  "1.2.840.10008.5.1.4.1.1.9.1.1": [
    needs("Waveform Identification", "InstanceNumber ContentDate ContentTime AcquisitionDateTime"),
    needs("Waveform", "WaveformSequence"),
    needs("Acquisition Context", "", "AcquisitionContextSequence"),
  ],
};

/** What an object of this class must say without condition: the common modules alone for a class that we have no list of. */
export function requirementsOf(sopClass: string): readonly Requirement[] {
  return [...EVERY, ...(BY_CLASS[sopClass] ?? [])];
}
