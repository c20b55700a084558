import sirv from "sirv";
import type { Pages } from "./console-server.ts";

const PREFIX = "/_next/static";
const YEAR_S = 31_536_000;

/**
 * Serves the scripts, styles and fonts of the build as scripts/compress-static.ts has compressed them, and leaves all else to `pages`. Next
 * would compress each of them anew for every visitor. Names hold a hash of what is in the file, so they are kept for good.
 */
export function staticFilesFirst(folder: string, pages: Pages): Pages {
  const serve = sirv(folder, { gzip: true, immutable: true, maxAge: YEAR_S });
  return (request, response) => {
    const { url = "" } = request;
    if (!url.startsWith(`${PREFIX}/`)) return pages(request, response);
    return new Promise((resolve, reject) => {
      response.once("close", resolve);
      request.url = url.slice(PREFIX.length);
      serve(request, response, () => {
        request.url = url;
        pages(request, response).catch(reject);
      });
    });
  };
}
