import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./accessible.ts";
import { write } from "./gateway.ts";
import { part10 } from "./part10.ts";
import { signInAs } from "./sign-in.ts";
import { test } from "./warm-browser.ts";

const LOCATION = "projects/demo-hospital/locations/us-central1";
const SANDBOX = `${LOCATION}/datasets/sandbox`;

/** Ids of this run only: the data outlives a test. */
const run = Date.now().toString(36);

test("a FHIR store is de-identified, the run survives a reload and ends in sealed evidence", async ({ page }) => {
  test.setTimeout(150_000);
  await signInAs(page, "admin");
  const source = await makeSource(page, `from-${run}`);
  await page.goto(`/${source}?tab=deidentify`);
  await expect(page.getByText("4 resources").first()).toBeVisible();

  // Form and JSON are one.
  await page.getByRole("radio", { name: /HIPAA Safe Harbor/ }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: /dates shifted/ })).toBeFocused();
  await expect(page.getByText("moves by a secret number of days per patient")).toBeVisible();
  await page.getByRole("button", { name: "JSON" }).click();
  const json = page.getByLabel("Configuration (DeidentifyConfig)");
  await json.fill('{"fhir": {"defaultKeepExtensions": true}');
  await expect(page.getByRole("alert").filter({ hasText: "No JSON yet" })).toBeVisible();
  await json.fill('{"fhirFieldConfig": {"profileType": "BASIC"}}');
  await expect(
    page.getByRole("alert").filter({ hasText: "Only v1beta1 of the API has fhirFieldConfig." }),
  ).toBeVisible();
  await json.fill('{"fhir": {"defaultKeepExtensions": true}}');
  await expect(page.getByText("Risk: Extensions are kept.")).toBeVisible();
  await page.getByRole("button", { name: "Form" }).click();
  await page.getByLabel("Keep extensions").uncheck();
  await expect(page.getByText("Risk: Extensions are kept.")).toBeHidden();
  await page.getByRole("radio", { name: /HIPAA Safe Harbor/ }).click();

  await page.getByRole("button", { name: "Try on a sample" }).click();
  const sample = page.getByRole("region", { name: `Dry run of from-${run}` });
  await expect(sample).toContainText("4 items came out; ✓ no known identifier survived", { timeout: 40_000 });
  await sample
    .getByRole("button", { name: /^Patient/ })
    .first()
    .click();
  // What became of each element stands beside the source, and the other way round; a remark leads to its line.
  const remark = sample.getByRole("button", { name: /Removed: Birth date/ });
  await expect(remark).toContainText("Default rule Date: TRANSFORM");
  await remark.click();
  await expect(sample.getByRole("treeitem", { selected: true })).toContainText("birthDate");
  await sample.getByRole("button", { name: "After", exact: true }).click();
  await expect(sample.getByRole("tree", { name: "Patient after de-identification" })).not.toContainText("birthDate");

  await makeStore(page, `deid-${run}`);
  await expect(page.getByText("The destination is empty.")).toBeVisible();
  await expect(page.getByLabel("Request", { exact: true })).toContainText(`fhirStores/deid-${run}`);
  await expectAccessible(page, "the steps");
  await launch(page, `deid-${run}`);

  await expect(page).toHaveURL(/operation=/);
  await page.reload();
  await expect(page.getByText(/Succeeded, [\d,]+ done/)).toBeVisible({ timeout: 60_000 });
  const seal = page.getByRole("region", { name: "Seal" });
  await expect(seal).toContainText(/Sealed .* by row [\d,]+ of the audit chain/, { timeout: 60_000 });
  await expect(page.getByText(/items of the output read of/)).toBeVisible();
  await expectAccessible(page, "the evidence");

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download JSON" }).click();
  const saved = JSON.parse(await readFile(await (await download).path(), "utf8")) as {
    evidence: { scan: { verdict: string; found: Record<string, number>; gaps: string[] } };
    seal: { isGenuine: boolean };
  };
  expect(saved.seal.isGenuine).toBe(true);
  expect(saved.evidence.scan).toMatchObject({ verdict: "clean", gaps: [], found: {}, outputRead: 4 });

  await page.goto((await page.getByRole("link", { name: "Page to print" }).getAttribute("href")) ?? "");
  await expect(page.getByRole("heading", { name: "Evidence of de-identification" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Print or save as PDF" })).toBeVisible();
  for (const store of [source, `${SANDBOX}/fhirStores/deid-${run}`]) await write(page, store, "DELETE");
});

test("how much there is, is told anew while the source is still being filled", async ({ page }) => {
  await signInAs(page, "admin");
  const source = await makeSource(page, `filled-${run}`);
  await page.goto(`/${source}?tab=deidentify`);
  await expect(page.getByText("4 resources").first()).toBeVisible();
  const late = JSON.stringify({ resourceType: "Patient", id: "pt-10003" });
  await write(page, `${source}/fhir/Patient/pt-10003`, "PUT", late);
  await expect(page.getByText("5 resources").first()).toBeVisible({ timeout: 30_000 });
  await write(page, source, "DELETE");
});

test("what the scan finds is decided place by place before the output is released", async ({ page }) => {
  test.setTimeout(120_000);
  await signInAs(page, "admin");
  const source = await makeSource(page, `named-${run}`);
  await page.goto(`/${source}?tab=deidentify`);
  await page.getByLabel("Only these resources").fill("Patient/pt-10001, Patient/absent");
  await page.getByRole("radio", { name: /Expert/ }).click();
  await page.getByRole("button", { name: "Open, save or compare a configuration…" }).click();
  await page.getByLabel("Save under the name").fill(`Nothing ${run}`);
  await page.getByRole("button", { name: "Save without keys" }).click();
  await expect(page.getByText(`Nothing ${run}, version 1`)).toBeVisible();
  await makeStore(page, `left-${run}`);
  await launch(page, `left-${run}`);
  await expect(page.getByText("✕ Identifiers found").first()).toBeVisible({ timeout: 60_000 });
  // One of the two was not there: a job that succeeded and failed in part.
  await expect(page.getByText("Succeeded, 1 of 2 failed")).toBeVisible();
  await expect(page.getByRole("region", { name: "Failed items" })).toContainText(
    "1 × The resource that the filter names does not exist.",
  );
  const release = page.getByRole("button", { name: "Release for research" });
  await expect(release).toBeDisabled();
  const queue = page.getByRole("listbox", { name: "Places to decide" });
  const open = queue.getByRole("option", { name: /open$/ });
  await expect(open.first()).toBeVisible();
  await expectAccessible(page, "the review");
  // One by the keyboard, one rejected and gone, the others together.
  const count = await open.count();
  await queue.focus();
  await page.keyboard.press("a");
  await page.getByLabel("Reason").fill("an invented person");
  await page.keyboard.press("Enter");
  await expect(open).toHaveCount(count - 1);
  await page.getByRole("button", { name: "Choose all that are open" }).click();
  await expect(queue).toBeFocused();
  await page.keyboard.press("r");
  await expect(page.getByText("1 resource will be deleted.")).toBeVisible();
  await page.getByLabel("Reason").fill("the person is real");
  await page.getByRole("button", { name: /^Reject (?:this place|\d+ places)$/ }).click();
  await expect(open).toHaveCount(0);
  const left = `${SANDBOX}/fhirStores/left-${run}/fhir/Patient/pt-10001`;
  const gone = await page.request.get(`/api/healthcare/v1/${left}`, { headers: { "x-console": "1" } });
  // Its former versions are gone as well, so nothing tells that it was ever there.
  expect(gone.status()).toBe(404);
  await release.click();
  await expect(page.getByText("✓ Released for research by")).toBeVisible();
  for (const store of [source, `${SANDBOX}/fhirStores/left-${run}`]) await write(page, store, "DELETE");
});

test("a dataset is copied into a new one, its FHIR and DICOM stores de-identified", async ({ page }) => {
  test.setTimeout(120_000);
  await signInAs(page, "admin");
  const dataset = `${LOCATION}/datasets/whole-${run}`;
  await write(page, `${LOCATION}/datasets?datasetId=whole-${run}`, "POST", "{}", "application/json");
  const ehr = `${dataset}/fhirStores/ehr`;
  await write(
    page,
    `${dataset}/fhirStores?fhirStoreId=ehr`,
    "POST",
    '{"version":"R4","enableUpdateCreate":true}',
    "application/json",
  );
  const patient = { resourceType: "Patient", id: "pt-10009", name: [{ family: "Upload", given: ["Test"] }] };
  await write(page, `${ehr}/fhir/Patient/pt-10009`, "PUT", JSON.stringify(patient));
  await write(page, `${dataset}/dicomStores?dicomStoreId=pacs`, "POST", "{}", "application/json");
  const uid = `2.25.${Date.now()}`;
  const file = part10({
    study: uid,
    series: `${uid}.1`,
    instance: `${uid}.1.1`,
    number: 1,
    comment: "Test Upload, E2E-UPLOAD",
  });
  await write(page, `${dataset}/dicomStores/pacs/dicomWeb/studies`, "POST", file, "application/dicom");

  await page.goto(`/${dataset}?tab=deidentify`);
  await expect(page.getByText("2 stores are copied under the same id: ehr, pacs.")).toBeVisible();
  await page.getByLabel("New dataset").fill(`whole-${run}-research`);
  await launch(page, `whole-${run}-research`);
  await expect(page.getByText("✓ Nothing found").first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("2 items of the output read of 2")).toBeVisible();
  await expect(page.getByRole("treeitem", { name: `whole-${run}-research` })).toBeVisible();
  for (const name of [dataset, `${dataset}-research`]) await write(page, name, "DELETE");
});

test("a DICOM store is tried on a sample, and a run that is cancelled says what it left", async ({ page }) => {
  test.setTimeout(120_000);
  await signInAs(page, "admin");
  const source = `${SANDBOX}/dicomStores/scans-${run}`;
  await write(page, `${SANDBOX}/dicomStores?dicomStoreId=scans-${run}`, "POST", "{}", "application/json");
  const uid = `2.25.${Date.now()}9`;
  const files = Array.from({ length: 400 }, (_, at) =>
    part10({ study: uid, series: `${uid}.1`, instance: `${uid}.1.${at + 1}`, number: at + 1 }),
  );
  const parts = files.flatMap((file) => [Buffer.from("\r\n--cut\r\nContent-Type: application/dicom\r\n\r\n"), file]);
  const body = Buffer.concat([...parts, Buffer.from("\r\n--cut--\r\n")]);
  const type = 'multipart/related; type="application/dicom"; boundary=cut';
  await write(page, `${source}/dicomWeb/studies`, "POST", body, type);

  // Selected studies go as a list that the server writes; the address has its opaque id alone.
  await page.goto(`/${source}`);
  await page.getByRole("checkbox", { name: /^Select the study/ }).check();
  await page.getByRole("button", { name: "De-identify 1 selected" }).click();
  await expect(page).toHaveURL(/tab=deidentify&q=[\w-]+$/);
  await expect(page.getByText("Only what the search finds now: 1 study.")).toBeVisible();
  await page.getByLabel("Folder for the list of studies").fill(`gs://e2e-lists/${run}`);
  await page.getByRole("button", { name: "Write the list" }).click();
  await expect(page.getByLabel("Only what this list names")).toHaveValue(
    new RegExp(`^gs://e2e-lists/${run}/careplane-studies-`),
  );
  await page.getByRole("button", { name: "Try on a sample" }).click();
  const sample = page.getByRole("region", { name: `Dry run of scans-${run}` });
  await expect(sample).toContainText("1 item came out; ✓ no known identifier survived", { timeout: 40_000 });
  await expect(sample.getByRole("img", { name: "First frame after de-identification" })).toBeVisible();
  await expect(sample).toContainText("Nothing in this picture was painted over.");
  await expect(sample.getByRole("row", { name: /00100010 PatientName/ })).toContainText("Upload^Test");

  await makeStore(page, `part-${run}`);
  await launch(page, `part-${run}`);
  // In the page, not in the dialog that has just launched the run.
  await page.getByRole("main").getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText(/^Cancelled/)).toBeVisible({ timeout: 40_000 });
  await expect(page.getByText("The run was cancelled, so nobody has looked at its output")).toBeVisible({
    timeout: 20_000,
  });
  await page.getByRole("button", { name: "Scan what was copied" }).click();
  await expect(page.getByRole("region", { name: "Dry run before it" })).toContainText("1 OT sampled", {
    timeout: 60_000,
  });
  for (const store of [source, `${SANDBOX}/dicomStores/part-${run}`]) await write(page, store, "DELETE");
});

test("a dry run asks for no picture of an object that has none", async ({ page }) => {
  await signInAs(page, "admin");
  const source = `${SANDBOX}/dicomStores/texts-${run}`;
  await write(page, `${SANDBOX}/dicomStores?dicomStoreId=texts-${run}`, "POST", "{}", "application/json");
  const uid = `2.25.${Date.now()}7`;
  const without = ["00280002", "00280004", "00280010", "00280011", "00280100", "00280101", "00280102", "00280103"];
  const report = part10({
    study: uid,
    series: `${uid}.1`,
    instance: `${uid}.1.1`,
    number: 1,
    modality: "SR",
    without: [...without, "7FE00010"],
  });
  await write(page, `${source}/dicomWeb/studies`, "POST", report, "application/dicom");
  const refused: string[] = [];
  page.on("response", (response) => {
    if (response.status() >= 400) refused.push(response.url());
  });
  await page.goto(`/${source}?tab=deidentify`);
  await page.getByRole("button", { name: "Try on a sample" }).click();
  const sample = page.getByRole("region", { name: `Dry run of texts-${run}` });
  await expect(sample).toContainText("1 item came out", { timeout: 40_000 });
  await expect(sample).toContainText("No picture: this object has none.");
  expect(refused).toEqual([]);
  await write(page, source, "DELETE");
});

test("what a search finds is de-identified alone, and nothing else by mistake", async ({ page }) => {
  await signInAs(page, "admin");
  const source = await makeSource(page, `found-${run}`);
  await page.goto(`/${source}`);
  await page.getByRole("combobox", { name: "FHIR search" }).fill("Patient?family=Halvorsenius");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.getByRole("button", { name: "De-identify", exact: true }).click();
  await expect(page).toHaveURL(/tab=deidentify&q=[\w-]+$/);
  await expect(page.getByText("Only what the search finds now: 1 resource.")).toBeVisible();
  const named = page.getByLabel("Only these resources");
  await expect(named).toHaveValue("Patient/pt-10001");
  await expectAccessible(page, "the scope of a search");
  await named.fill("");
  await expect(page.getByText("until then nothing is launched")).toBeVisible();
  await page.getByRole("button", { name: "Take the whole store instead" }).click();
  await expect(page).toHaveURL(/tab=deidentify$/);
  await expect(page.getByText("Choose a destination; the request then stands here.")).toBeVisible();
  await write(page, source, "DELETE");
});

test("who may not de-identify sees no way to, and a locked production asks to be unlocked", async ({ page }) => {
  await signInAs(page, "steward");
  await page.goto(`/${SANDBOX}/fhirStores/playground`);
  await expect(page.getByRole("link", { name: "Import and export" })).toBeVisible();
  await expect(page.getByRole("link", { name: "De-identify" })).toBeHidden();
  await signInAs(page, "admin");
  await page.goto(`/${LOCATION}/datasets/clinical-production?tab=deidentify`);
  await expect(page.getByText(/Not copied: adt-feed, consents/)).toBeVisible();
  await page.getByLabel("New dataset").fill(`deid-${run}`);
  await expect(page.getByText("first a dry run of this very configuration has to pass")).toBeVisible();
  await expect(page.getByRole("button", { name: "De-identify…" })).toBeDisabled();
  await page.getByRole("button", { name: "Try on a sample" }).click();
  const unlock = page.getByRole("dialog", { name: "Unlock clinical-production for writing" });
  await unlock.getByRole("button", { name: "Cancel" }).click();
  await expect(unlock).toBeHidden();
  await page.getByRole("button", { name: /^Production, read-only/ }).click();
  await expect(unlock.getByRole("button", { name: "Unlock", exact: true })).toBeVisible();
  await unlock.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Try on a sample" }).click();
  await unlock.getByRole("textbox").fill("clinical-production");
  // What was pressed goes on by itself, with the unlocking on its request.
  const begun = page.waitForRequest(
    (request) => request.method() === "POST" && request.url().endsWith("/deid-dry-runs"),
  );
  await unlock.getByRole("button", { name: "Unlock and go on" }).click();
  const request = await begun;
  expect(request.headers()["x-console-unlock"]).toBe("clinical-production");
  expect((await request.response())?.status()).toBeLessThan(300);
});

/** A store of two patients, an observation and a note about them. Answers its full name. */
async function makeSource(page: Page, id: string): Promise<string> {
  const settings = JSON.stringify({ version: "R4", enableUpdateCreate: true });
  await write(page, `${SANDBOX}/fhirStores?fhirStoreId=${id}`, "POST", settings, "application/json");
  const store = `${SANDBOX}/fhirStores/${id}`;
  const subject = { reference: "Patient/pt-10001", display: "Beritta Halvorsenius" };
  const resources = [
    {
      resourceType: "Patient",
      id: "pt-10001",
      name: [{ family: "Halvorsenius", given: ["Beritta"], text: "Beritta Halvorsenius" }],
      identifier: [{ system: "urn:mrn", value: "MRN-778123" }],
      telecom: [{ system: "phone", value: "+1 555 010 7788" }],
      birthDate: "1950-02-03",
    },
    {
      resourceType: "Patient",
      id: "pt-10002",
      name: [{ family: "Okonjowa", given: ["Tendai"] }],
      birthDate: "1987-11-30",
    },
    {
      resourceType: "Observation",
      id: "ob-10001",
      status: "final",
      code: { coding: [{ system: "http://loinc.org", code: "718-7", display: "Hemoglobin" }] },
      subject,
      effectiveDateTime: "2024-05-06T10:20:30Z",
      valueQuantity: { value: 11.4, unit: "g/dL" },
      note: [{ text: "Mrs Beritta Halvorsenius was called on 555-010-7788." }],
    },
    {
      resourceType: "Condition",
      id: "co-10001",
      subject,
      code: { coding: [{ system: "http://snomed.info/sct", code: "49049000", display: "Parkinson's disease" }] },
      onsetDateTime: "2019-07-08",
    },
  ];
  for (const resource of resources)
    await write(page, `${store}/fhir/${resource.resourceType}/${resource.id}`, "PUT", JSON.stringify(resource));
  return store;
}

async function makeStore(page: Page, id: string): Promise<void> {
  await page.getByRole("button", { name: "Make one…" }).click();
  await page.getByLabel("Make one in").click();
  await page.getByRole("option", { name: "sandbox" }).click();
  await page.getByLabel("Id of the new store").fill(id);
  await page.getByRole("button", { name: "Make an empty store" }).click();
}

async function launch(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "De-identify…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill(name);
  await dialog.getByRole("button", { name: "De-identify" }).click();
}
