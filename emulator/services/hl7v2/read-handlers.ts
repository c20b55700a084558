import { checkQuery, queryValue } from "#emulator/http/admin-request.ts";
import { fieldViolationError, GoogleError, json } from "#emulator/http/errors.ts";
import { parseFilter } from "#emulator/http/filter.ts";
import { pageRequest, takePage } from "#emulator/http/page.ts";
import type { Context, EmulatorRequest, Reply } from "#emulator/http/route.ts";
import { requireHl7v2Store, type Hl7v2Store } from "./hl7v2-store.ts";
import { listMessages, type ListOrder } from "./list-messages.ts";
import { MESSAGE_VIEWS, messageJson, type MessageView } from "./message-json.ts";
import { requireMessage } from "./write-handlers.ts";

/** GET `{H}/messages/*?view=`, FULL unless said otherwise. */
export function get(request: EmulatorRequest, context: Context): Reply {
  checkQuery(request, ["view"]);
  const view = viewOf(request, "FULL");
  return json(messageJson(requireHl7v2Store(request, context), requireMessage(request, context), view));
}

/** GET `{H}/messages`: names only unless another view is asked for (contract 11.3 and 11.4). */
export function list(request: EmulatorRequest, context: Context): Reply {
  checkQuery(request, ["filter", "orderBy", "pageSize", "pageToken", "view"]);
  const store = requireHl7v2Store(request, context);
  const view = viewOf(request, "BASIC");
  const order = orderOf(queryValue(request, "orderBy"));
  const filterText = queryValue(request, "filter");
  const page = pageRequest(request, "messages", String(store.id), filterText ?? "", order);
  const { rows, cursorOf } = listMessages(context.database, readAs(context, store), {
    filter: parseFilter(filterText),
    order,
    after: page.after,
    limit: page.size + 1,
    hasBodies: view !== "BASIC",
  });
  const taken = takePage(rows, page, cursorOf);
  return json({
    ...(taken.rows.length > 0 && {
      hl7V2Messages: taken.rows.map((row) => messageJson(store, row, view)),
    }),
    ...(taken.nextPageToken && { nextPageToken: taken.nextPageToken }),
  });
}

function viewOf(request: EmulatorRequest, unspecified: MessageView): MessageView {
  const text = queryValue(request, "view");
  if (text === undefined || text === "MESSAGE_VIEW_UNSPECIFIED") return unspecified;
  const view = MESSAGE_VIEWS.find((known) => known === text);
  if (view) return view;
  const description = `Invalid value at 'view' (type.googleapis.com/google.cloud.healthcare.v1.hl7v2.MessageView), ${JSON.stringify(text.slice(0, 100))}`;
  throw fieldViolationError(description, [{ field: "view", description }]);
}

/** "Fields available for ordering are: `send_time`", ascending or descending. Without one the order is the store's own choice. */
function orderOf(text: string | undefined): ListOrder {
  const match = /^\s*(?:send_time|sendTime)(?:\s+(asc|desc))?\s*$/i.exec(text ?? "");
  if (text === undefined) return "any";
  if (match) return match[1]?.toLowerCase() === "desc" ? "send_time desc" : "send_time";
  throw new GoogleError(
    "INVALID_ARGUMENT",
    `Invalid order_by ${JSON.stringify(text.slice(0, 100))}: messages are ordered by "send_time" or "send_time desc".`,
  );
}

/** The store as filters are to read it (contract section 21, A17). */
function readAs({ readings }: Context, store: Hl7v2Store): Hl7v2Store {
  return readings["hl7v2-text-equals"] === "contains" ? { ...store, isTextContained: true } : store;
}
