import { defineConfig } from "drizzle-kit";

/** `npx drizzle-kit generate` writes the next migration after lib/server/schema.ts has changed; the console applies it at start. */
export default defineConfig({
  dialect: "postgresql",
  schema: "./lib/server/schema.ts",
  out: "./lib/server/migrations",
});
