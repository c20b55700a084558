/**
 * Of Node, for a process of the emulator (as in package.json and compose.yaml). Without them V8 lets the young generation of every thread
 * grow to 128 MiB and the old one to several times of what is alive in it before it collects: memory that grows while a job runs, for
 * no speed that could be measured.
 */
export const NODE_FLAGS: readonly string[] = ["--max-semi-space-size=16", "--heap-growing-percent=40"];
