import { createDefinitions, type DefinitionData } from "#lib/fhir/definitions.ts";
import { createJsonDocument } from "#lib/fhir/json-document.ts";
import { surveyAnnotations } from "#lib/fhir/survey-annotations.ts";

/** What a survey needs; everything is copied into the worker. */
export interface SurveyOrder {
  readonly text: string;
  readonly definitions: DefinitionData;
  readonly store: string | undefined;
}

// One order a worker: it is ended after its answer, or when the document is closed before.
self.addEventListener("message", ({ data }: MessageEvent<SurveyOrder>) => {
  const survey = surveyAnnotations(
    createJsonDocument(data.text),
    createDefinitions(data.definitions),
    data.store === undefined ? {} : { store: data.store },
  );
  self.postMessage(survey, { transfer: [survey.warnings.buffer] });
});
