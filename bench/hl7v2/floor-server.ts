/**
 * The floor: the least a durable HL7v2 store on Node and SQLite can do. It keeps the bytes under their digest in one table, reads nothing in
 * them, and answers nothing. Same transport, same synced commits shared by what arrives together.
 */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";

const { port = "0", data = "." } = parseArgs({
  options: { port: { type: "string" }, data: { type: "string" } },
}).values;
const database = new DatabaseSync(join(data, "floor.db"));
database.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-131072;
  CREATE TABLE message (rid INTEGER PRIMARY KEY, id BLOB UNIQUE, data BLOB);`);
const insert = database.prepare("INSERT INTO message (id, data) VALUES (?, ?)");
const begin = database.prepare("BEGIN IMMEDIATE");
const commit = database.prepare("COMMIT");

let waiting: (() => void)[] = [];
function store(bytes: Buffer): Promise<void> {
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
    insert.run(createHash("sha256").update(bytes).digest(), bytes);
    waiting.push(resolve);
  });
}

async function answer(request: IncomingMessage): Promise<void> {
  if (request.method === "GET") return;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString()) as { message: { data: string } };
  await store(Buffer.from(body.message.data, "base64"));
}

createServer((request, response) => {
  void answer(request).then(() => response.writeHead(200, { "content-type": "application/json" }).end("{}"));
}).listen(Number(port), "127.0.0.1");
