import { randomBytes } from "node:crypto";
import { openPostgres } from "./postgres.ts";

/** The databases that the state tests run on: the embedded one always, PostgreSQL where CI has started one (DATABASE_URL_TEST). */
export const TEST_DATABASES: readonly { readonly kind: string; readonly newUrl: () => Promise<string | undefined> }[] =
  [{ kind: "pglite", newUrl: () => Promise.resolve(undefined) }, ...postgresOf(process.env["DATABASE_URL_TEST"])];

/** Each test gets a schema of its own in the one test database. */
function postgresOf(url: string | undefined): { kind: string; newUrl: () => Promise<string> }[] {
  if (!url) return [];
  const newUrl = async (): Promise<string> => {
    const schema = `test_${randomBytes(8).toString("hex")}`;
    const admin = openPostgres(url);
    await admin.query(`CREATE SCHEMA ${schema}`, []);
    await admin.close();
    const own = new URL(url);
    own.searchParams.set("options", `-c search_path=${schema}`);
    return own.href;
  };
  return [{ kind: "postgres", newUrl }];
}
