import type { healthcare_v1 } from "@googleapis/healthcare";
import { checkQuery, queryValue } from "#emulator/http/admin-request.ts";
import { GoogleError, json } from "#emulator/http/errors.ts";
import { badFilter, evaluateFilter, parseFilter } from "#emulator/http/filter.ts";
import { pageRequest, takePage } from "#emulator/http/page.ts";
import type { EmulatorRequest, Handler, Routes } from "#emulator/http/route.ts";
import { REGIONS } from "./regions.ts";

const list: Handler = (request) => {
  checkQuery(request, ["filter", "pageSize", "pageToken", "extraLocationTypes"]);
  const { project = "" } = request.params;
  const filterText = queryValue(request, "filter");
  const filter = parseFilter(filterText);
  const page = pageRequest(request, "locations", project, filterText ?? "");
  const start = page.after === undefined ? 0 : REGIONS.indexOf(page.after) + 1;
  const regions = REGIONS.slice(start).filter((region) =>
    evaluateFilter(filter, ({ field, operator, value }) => {
      if (operator !== "=" || !["displayName", "locationId", "name"].includes(field.join(".")))
        throw badFilter(`locations have displayName, locationId and name, compared with "="`);
      return value === (field[0] === "name" ? locationJson(project, region).name : region);
    }),
  );
  const { rows, nextPageToken } = takePage(regions, page, (region) => region);
  const body: healthcare_v1.Schema$ListLocationsResponse = {
    ...(rows.length > 0 && { locations: rows.map((region) => locationJson(project, region)) }),
    ...(nextPageToken && { nextPageToken }),
  };
  return json(body);
};

const get: Handler = (request) => {
  checkQuery(request, []);
  requireLocation(request);
  const { project = "", location = "" } = request.params;
  return json(locationJson(project, location));
};

function locationJson(project: string, location: string): healthcare_v1.Schema$Location {
  return { name: `projects/${project}/locations/${location}`, locationId: location };
}

/** Throws 403 when the request's path names a region that the service does not have (contract section 3). */
export function requireLocation(request: EmulatorRequest): void {
  const { location = "" } = request.params;
  if (REGIONS.includes(location)) return;
  throw new GoogleError("PERMISSION_DENIED", `Location ${location} is not found or access is unauthorized.`);
}

export const LOCATION_ROUTES: Routes = { list, get };
