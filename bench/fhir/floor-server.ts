/**
 * The floor: the least a durable FHIR server on Node and SQLite can do. It keeps JSON and five hand-written indexes, checks nothing, and
 * answers only the searches that are measured. Same transport, same synced commits.
 */
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { parseArgs } from "node:util";

const { port = "0", data = "." } = parseArgs({
  options: { port: { type: "string" }, data: { type: "string" } },
}).values;
const database = new DatabaseSync(join(data, "floor.db"));
database.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-131072; PRAGMA mmap_size=1073741824;
  CREATE TABLE resource (rid INTEGER PRIMARY KEY, type TEXT, id TEXT, json TEXT);
  CREATE UNIQUE INDEX by_id ON resource(type, id);
  CREATE TABLE code (code TEXT, rid INTEGER, PRIMARY KEY (code, rid)) WITHOUT ROWID;
  CREATE TABLE subject (subject TEXT, rid INTEGER, PRIMARY KEY (subject, rid)) WITHOUT ROWID;
  CREATE TABLE date (date TEXT, rid INTEGER, PRIMARY KEY (date, rid)) WITHOUT ROWID;
  CREATE TABLE family (family TEXT, rid INTEGER, PRIMARY KEY (family, rid)) WITHOUT ROWID;
  CREATE TABLE identifier (value TEXT, rid INTEGER, PRIMARY KEY (value, rid)) WITHOUT ROWID;`);
const insert = Object.fromEntries(
  ["code", "subject", "date", "family", "identifier"].map((table) => [
    table,
    database.prepare(`INSERT OR IGNORE INTO ${table} VALUES (?, ?)`),
  ]),
);
const insertResource = database.prepare("INSERT INTO resource (type, id, json) VALUES (?, ?, ?)");
const begin = database.prepare("BEGIN IMMEDIATE");
const commit = database.prepare("COMMIT");
const byId = database.prepare("SELECT json FROM resource WHERE type = ? AND id = ?");

type Json = { [key: string]: never } & Record<string, string>;
interface Resource {
  resourceType: string;
  id: string;
  code?: { coding: { code: string }[] };
  subject?: { reference: string };
  effectiveDateTime?: string;
  name?: { family: string }[];
  identifier?: { value: string }[];
}

function store(resource: Resource): void {
  const rid = Number(insertResource.run(resource.resourceType, resource.id, JSON.stringify(resource)).lastInsertRowid);
  const { code, subject, effectiveDateTime, name = [], identifier = [] } = resource;
  const add = (table: string, value: string): unknown => insert[table]?.run(value, rid);
  for (const coding of code?.coding ?? []) add("code", coding.code);
  if (subject) add("subject", subject.reference);
  if (effectiveDateTime) add("date", effectiveDateTime);
  for (const { family } of name) add("family", family.toLowerCase());
  for (const { value } of identifier) add("identifier", value);
}

let waiting: (() => void)[] = [];
/** Creates that arrive together share one synced commit, as in the emulator. */
function storeGrouped(resource: Resource): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.length === 0) {
      setImmediate(() => {
        const done = waiting;
        waiting = [];
        commit.run();
        for (const settle of done) settle();
      });
      begin.run();
    }
    store(resource);
    waiting.push(resolve);
  });
}

const PAGE = `SELECT json FROM resource WHERE rid IN (SELECT rid FROM `;
const SEARCHES: Readonly<Record<string, [sql: string, ...parameters: string[]]>> = {
  code: [`${PAGE} code WHERE code = ? ORDER BY rid DESC LIMIT 20) ORDER BY rid DESC`, "code"],
  subject: [`${PAGE} subject WHERE subject = ? ORDER BY rid DESC LIMIT 20) ORDER BY rid DESC`, "subject"],
  family: [`${PAGE} family WHERE family >= ? AND family < ? || char(1114111) LIMIT 20)`, "family", "family"],
  identifier: [`${PAGE} identifier WHERE value = ?)`, "identifier"],
  from: [`${PAGE} date WHERE date >= ? AND date < ? LIMIT 20)`, "from", "to"],
  both: [
    `SELECT json FROM subject CROSS JOIN resource USING (rid) WHERE subject = ? AND EXISTS (SELECT 1 FROM code WHERE code = ? AND code.rid = subject.rid) ORDER BY json ->> 'effectiveDateTime' DESC LIMIT 20`,
    "both",
    "code",
  ],
};

function search(query: URLSearchParams): string {
  const name = query.has("both") ? "both" : ([...query.keys()][0] ?? "");
  const [sql, ...parameters] = SEARCHES[name] ?? ["SELECT json FROM resource LIMIT 0"];
  const values: SQLInputValue[] = parameters.map((parameter) => query.get(parameter));
  const rows = database.prepare(sql).all(...values) as unknown as Json[];
  return `{"resourceType":"Bundle","type":"searchset","entry":[${rows.map((row) => `{"resource":${row["json"]}}`).join(",")}]}`;
}

async function answer(request: IncomingMessage): Promise<string> {
  const url = new URL(request.url ?? "/", "http://floor");
  if (request.method === "GET") {
    const [, type = "", id] = url.pathname.split("/");
    if (type === "__emulator") return "{}";
    return id === undefined ? search(url.searchParams) : String(byId.get(type, id)?.["json"]);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString()) as Resource & { entry?: { resource: Resource }[] };
  if (!body.entry) await storeGrouped(body);
  else {
    begin.run();
    for (const entry of body.entry) store(entry.resource);
    commit.run();
  }
  return "{}";
}

createServer((request, response) => {
  void answer(request).then((text) => response.writeHead(200, { "content-type": "application/json" }).end(text));
}).listen(Number(port), "127.0.0.1");
