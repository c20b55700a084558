/**
 * Makes a fresh machine ready for one of the npm commands: installs from the lock file, builds the console, finds a browser.
 * Plain JavaScript and only Node's own modules: it runs on the machine's Node (20 or newer) before anything is installed.
 *
 * usage: node scripts/prepare.mjs start|dev|test|emulator
 */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const NODE = join(ROOT, "node_modules", ".bin", "node");
const INSTALL_STAMP = join(ROOT, "node_modules", ".careplane-install");
const BUILD_STAMP = join(ROOT, ".next", "careplane-build");
const BUILD_SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "next.config.ts",
  "scripts/compress-static.ts",
  "tsconfig.json",
  "package-lock.json",
];
const NEEDED_GIB = 3;

const STEPS = { start: [install, build], dev: [install], test: [install, build, findBrowser], emulator: [install] };

function main() {
  const steps = STEPS[process.argv[2]];
  if (!steps) fail(`usage: node scripts/prepare.mjs ${Object.keys(STEPS).join("|")}`);
  if (Number(process.versions.node.split(".")[0]) < 20) {
    fail(
      `Careplane needs Node 20 or newer to start (it brings Node 24 itself); this is ${process.version}. Install it from https://nodejs.org and try again.`,
    );
  }
  for (const step of steps) step();
}

function install() {
  const wanted = hashOf(["package.json", "package-lock.json"]);
  if (readIfThere(INSTALL_STAMP) === wanted && existsSync(NODE)) return;
  const free = statfsSync(ROOT);
  if ((free.bavail * free.bsize) / 2 ** 30 < NEEDED_GIB) {
    fail(
      `Less than ${NEEDED_GIB} GiB are free on this disk; installing and building need about that. Free some space and try again.`,
    );
  }
  say("Installing packages from the lock file (once, about a minute) …");
  const npm = process.env.npm_execpath;
  const [command, first] = npm ? [process.execPath, [npm]] : ["npm", []];
  run(
    command,
    [...first, "ci", "--no-audit", "--no-fund", "--loglevel=error"],
    "Installing failed. Check the network and the message above, then try again.",
  );
  if (!existsSync(NODE)) {
    fail(
      "The package `node` did not unpack its binary: install scripts are switched off on this machine. Run `npm rebuild node` and try again.",
    );
  }
  writeFileSync(INSTALL_STAMP, wanted);
}

function build() {
  const wanted = hashOf(BUILD_SOURCES);
  if (readIfThere(BUILD_STAMP) === wanted) return;
  say("Building the console (once per version, about a minute) …");
  run(
    NODE,
    ["node_modules/next/dist/bin/next", "build", "--webpack"],
    "The build failed; the message above says where.",
  );
  run(NODE, ["scripts/compress-static.ts"], "The scripts of the build could not be compressed.");
  writeFileSync(BUILD_STAMP, wanted);
}

/** Debian's Chromium as root on Debian, Playwright's own elsewhere; whatever is there already wins. */
function findBrowser() {
  const installed = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].some((path) =>
    existsSync(path),
  );
  if (installed || process.env.CHROMIUM_PATH || playwrightBrowserIsThere()) return;
  const isDebianRoot = existsSync("/etc/debian_version") && process.getuid?.() === 0;
  say("Installing Chromium for the browser tests (once) …");
  if (isDebianRoot) {
    run("apt-get", ["update", "-qq"], "apt-get update failed.");
    run("apt-get", ["install", "-y", "-qq", "chromium"], "Installing Debian's chromium failed.");
  } else {
    run(
      NODE,
      ["node_modules/@playwright/test/cli.js", "install", "chromium"],
      "Playwright could not download Chromium; install one and set CHROMIUM_PATH.",
    );
  }
}

function playwrightBrowserIsThere() {
  const script = "import('@playwright/test').then(({ chromium }) => process.stdout.write(chromium.executablePath()))";
  const found = spawnSync(NODE, ["-e", script], { cwd: ROOT, encoding: "utf8" });
  return found.status === 0 && existsSync(found.stdout);
}

function run(command, args, explanation) {
  try {
    execFileSync(command, args, {
      cwd: ROOT,
      stdio: ["ignore", "inherit", "inherit"],
      env: {
        ...process.env,
        NEXT_TELEMETRY_DISABLED: "1",
        PATH: `${join(ROOT, "node_modules", ".bin")}:${process.env.PATH}`,
      },
    });
  } catch {
    fail(explanation);
  }
}

function hashOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths) addToHash(hash, path);
  return hash.digest("hex");
}

function addToHash(hash, path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return;
  let entries;
  try {
    entries = readdirSync(full).toSorted();
  } catch {
    hash.update(path).update(readFileSync(full));
    return;
  }
  for (const entry of entries) addToHash(hash, join(path, entry));
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function say(text) {
  process.stdout.write(`${text}\n`);
}

function fail(text) {
  process.stderr.write(`\n${text}\n`);
  process.exit(1);
}

main();
