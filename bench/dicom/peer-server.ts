/**
 * Serves OHIF and the minimal Cornerstone page, their files compressed as the console's are, with the emulator's DICOMweb under
 * `/dicom-web`: one origin, as in a usual installation.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import http, { type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
};

export interface PeerServer {
  readonly origin: string;
  readonly close: () => void;
}

interface Folders {
  /** Of the unpacked `@ohif/app`, its `dist`; undefined without it. */
  readonly ohif: string | undefined;
  /** The bundle of the minimal page. */
  readonly minimal: string;
}

/** @param web the DICOMweb of the store */
export async function servePeers({ ohif, minimal }: Folders, web: string): Promise<PeerServer> {
  const { hostname, port, pathname } = new URL(web);
  const agent = new http.Agent({ keepAlive: true });
  const server = http.createServer((request, response) => {
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    if (path.startsWith("/dicom-web/")) {
      const target = pathname + (request.url ?? "").slice("/dicom-web".length);
      const forward = http.request({ hostname, port, agent, path: target, headers: request.headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      request.pipe(forward);
    } else if (path === "/minimal/") sendText(response, "text/html", MINIMAL);
    else if (path.startsWith("/minimal/")) sendFile(response, join(minimal, path.slice("/minimal/".length)));
    else if (path === "/app-config.js") sendText(response, "text/javascript", OHIF_SETTINGS);
    else if (ohif) sendFile(response, isFile(join(ohif, path)) ? join(ohif, path) : join(ohif, "index.html"));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What Cornerstone names and a browser never runs: readers of XML meshes, files. */
const LEFT_OUT = ["xmlbuilder2", "fs", "path", "url", "events"];

/** Bundles the minimal page and, beside it, the worker that its loader starts. */
export function bundleMinimal(target: string): void {
  const root = join(import.meta.dirname, "../..");
  const loader = "node_modules/@cornerstonejs/dicom-image-loader/dist/esm";
  const empty = join(target, "empty.js");
  writeFileSync(empty, "");
  for (const entry of ["bench/dicom/minimal-page.ts", `${loader}/decodeImageFrameWorker.js`]) {
    const run = spawnSync(
      join(root, "node_modules/.bin/esbuild"),
      [
        entry,
        "--bundle",
        "--format=esm",
        "--minify",
        "--loader:.wasm=file",
        "--log-level=error",
        '--define:process.env.NODE_ENV="production"',
        `--outdir=${target}`,
        ...LEFT_OUT.map((name) => `--alias:${name}=${empty}`),
      ],
      { cwd: root, stdio: "inherit" },
    );
    if (run.status !== 0) throw new Error(`${entry} cannot be bundled.`);
  }
}

const MINIMAL = `<!doctype html><title>minimal</title><style>html,body,#view{margin:0;height:100%;background:#000}</style>
<div id="view"></div><script type="module" src="minimal-page.js"></script>`;

const OHIF_SETTINGS = `window.config = {
  routerBasename: "/", extensions: [], modes: [], showStudyList: false, investigationalUseDialog: { option: "never" },
  dataSources: [{
    namespace: "@ohif/extension-default.dataSourcesModule.dicomweb", sourceName: "dicomweb",
    configuration: {
      friendlyName: "bench", name: "bench", qidoRoot: location.origin + "/dicom-web", wadoRoot: location.origin + "/dicom-web",
      wadoUriRoot: location.origin + "/dicom-web", imageRendering: "wadors", thumbnailRendering: "wadors",
      enableStudyLazyLoad: true, supportsFuzzyMatching: false, supportsWildcard: false,
    },
  }],
  defaultDataSourceName: "dicomweb",
};`;

const packed = new Map<string, Buffer>();

function sendFile(response: ServerResponse, path: string): void {
  if (!isFile(path)) {
    response.writeHead(404).end();
    return;
  }
  const bytes = packed.get(path) ?? gzipSync(readFileSync(path));
  packed.set(path, bytes);
  response
    .writeHead(200, {
      "content-type": TYPES[extname(path)] ?? "application/octet-stream",
      "content-encoding": "gzip",
      "content-length": bytes.length,
    })
    .end(bytes);
}

function sendText(response: ServerResponse, type: string, text: string): void {
  response.writeHead(200, { "content-type": type }).end(text);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
