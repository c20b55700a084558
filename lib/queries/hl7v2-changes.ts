import { apiPath } from "./api-path.ts";
import { callGateway } from "./gateway.ts";

type Headers = Readonly<Record<string, string>>;

/** Gives a message labels: a key that it has gets the new value, other labels stay (contract section 11.3). */
export async function labelMessage(
  name: string,
  labels: Readonly<Record<string, string>>,
  headers: Headers,
): Promise<void> {
  await callGateway(apiPath(name, "?updateMask=labels"), {
    method: "PATCH",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ labels }),
  });
}

export async function deleteMessage(name: string, headers: Headers): Promise<void> {
  await callGateway(apiPath(name), { method: "DELETE", headers });
}

/** Stores bytes (base64) as a message, without an acknowledgement. The same bytes get the same name again. */
export async function createMessage(
  store: string,
  message: { readonly data: string; readonly labels: Readonly<Record<string, string>> },
  headers: Headers,
): Promise<void> {
  await callGateway(apiPath(store, "/messages"), {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ message }),
  });
}
