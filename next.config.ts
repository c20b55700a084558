import { join } from "node:path";
import type { NextConfig } from "next";

interface WebpackConfig {
  readonly resolve: { fallback?: Record<string, false>; alias: Record<string, string> };
}

/** Cornerstone brings two more copies of an older dcmjs; one is enough, and 0.52.2 is the first that a crafted file does not exhaust. */
const DCMJS = join(process.cwd(), "node_modules/dcmjs");

/** Headers, sign-in and the API are server.ts's; Next serves pages only. Built with webpack (`next build --webpack`). */
const config: NextConfig = {
  // `npm test` checks types once for the whole house; a first start should not wait for it.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  webpack: (webpack: WebpackConfig, { isServer }: { isServer: boolean }) => {
    webpack.resolve.alias["dcmjs$"] = DCMJS;
    if (!isServer) webpack.resolve.fallback = { ...webpack.resolve.fallback, fs: false, path: false, crypto: false };
    return webpack;
  },
};

export default config;
