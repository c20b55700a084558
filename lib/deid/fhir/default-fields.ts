import type { FieldMetadata } from "#lib/deid/config.ts";

const rule = (action: FieldMetadata["action"], paths: string): FieldMetadata => ({ action, paths: paths.split(" ") });

/**
 * What `fhir: {}` does, in the language of `fieldMetadataList`; the first that fits counts. Google publishes no table: "known identifying
 * fields are transformed and free text inspected" (contract 13.5). This one follows the eighteen classes of 45 CFR 164.514(b)(2)(i).
 */
export const DEFAULT_FIELDS: readonly FieldMetadata[] = [
  // (A) names
  rule("DO_NOT_TRANSFORM", "HumanName.use"),
  rule("TRANSFORM", "HumanName FamilyMemberHistory.name Group.name Annotation.author.String"),
  rule("TRANSFORM", "Asserter.String AuditEvent.agent.name AuditEvent.agent.altId AuditEvent.entity.name"),
  // (B) geography: a state and a country may stay
  rule("DO_NOT_TRANSFORM", "Address.use Address.type Address.state Address.country"),
  rule("TRANSFORM", "Address Location.position"),
  // (C) dates
  rule("TRANSFORM", "Date DateTime Instant"),
  // (D) to (F), (N): ways to reach somebody
  rule("DO_NOT_TRANSFORM", "ContactPoint.system ContactPoint.use ContactPoint.rank"),
  rule("TRANSFORM", "ContactPoint Endpoint.address Attachment.url Meta.source"),
  rule("TRANSFORM", "Bundle.link.url Bundle.entry.request.url Bundle.entry.response.location"),
  // (G) to (K), (R): numbers
  rule("DO_NOT_TRANSFORM", "Identifier.use Identifier.type Identifier.system"),
  rule("TRANSFORM", "Identifier.value Coverage.subscriberId Coverage.dependent Coverage.class.value preAuthRef"),
  rule("TRANSFORM", "Claim.insurance.preAuthRef ClaimResponse.preAuthRef ImagingStudy.series.uid"),
  rule("TRANSFORM", "ImagingStudy.series.instance.uid"),
  // (M) devices
  rule("TRANSFORM", "Device.serialNumber Device.lotNumber Device.distinctIdentifier Device.udiCarrier Device.udi"),
  // (O) network addresses
  rule("TRANSFORM", "AuditEvent.agent.network.address"),
  // (P), (Q): pictures of a person, prints of a body
  rule(
    "TRANSFORM",
    "Patient.photo Person.photo Practitioner.photo RelatedPerson.photo Signature.data SampledData.data.Base64Binary",
  ),
  // Coded values and measurements say nothing of who it is; their words are written by hand now and then
  rule("INSPECT_AND_TRANSFORM", "Coding.display"),
  rule(
    "DO_NOT_TRANSFORM",
    "Coding Quantity Range Ratio SampledData Code Uri Boolean Decimal Integer PositiveInt UnsignedInt",
  ),
  // Free text
  rule("INSPECT_AND_TRANSFORM", "Xhtml String Markdown Base64Binary"),
];
