import { join } from "node:path";
import type { NextConfig } from "next";

/** What of webpack's settings is touched here. */
interface Webpack {
  readonly resolve: { fallback?: Record<string, false>; alias: Record<string, string | false> };
  readonly module: { readonly rules: object[] };
}

/** The part of dcmjs that Cornerstone needs, in place of the two copies that it brings; what we write ourselves takes the whole. */
const DCMJS_PART = join(process.cwd(), "components/dicom/cornerstone/dcmjs-part.ts");

/** Leaves out what Cornerstone and vtk.js bring and the viewer never runs: readers of XML meshes, and drawing by WebGPU. */
function lightenViewer({ resolve, module }: Webpack): void {
  resolve.alias["xmlbuilder2"] = false;
  module.rules.push(
    { test: /[\\/]@cornerstonejs[\\/]/, resolve: { alias: { dcmjs$: DCMJS_PART } } },
    { test: /[\\/]vtk\.js[\\/]Rendering[\\/](?:Profiles|Misc)[\\/]/, resolve: { alias: { "../WebGPU": false } } },
  );
}

/** Files that the PDF reader fetches when a document needs them: served from our origin under hashed names. */
function servePdfFiles({ module }: Webpack): void {
  module.rules.push({ test: /[\\/]pdfjs-dist[\\/].*\.(?:bcmap|pfb|ttf|wasm)$/, type: "asset/resource" });
}

/** Headers, sign-in and the API are server.ts's; Next serves pages only. Built with webpack (`next build --webpack`). */
const config: NextConfig = {
  // `npm test` checks types once for the whole house; a first start should not wait for it.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  webpack: (webpack: Webpack, { isServer }: { isServer: boolean }) => {
    lightenViewer(webpack);
    servePdfFiles(webpack);
    if (!isServer) webpack.resolve.fallback = { ...webpack.resolve.fallback, fs: false, path: false, crypto: false };
    return webpack;
  },
};

export default config;
