import type { NextConfig } from "next";

/** Headers, sign-in and the API are server.ts's; Next serves pages only. Built with webpack (`next build --webpack`). */
const config: NextConfig = {
  // `npm test` checks types once for the whole house; a first start should not wait for it.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  webpack: (webpack: { resolve: { fallback?: Record<string, false> } }, { isServer }: { isServer: boolean }) => {
    if (!isServer) webpack.resolve.fallback = { ...webpack.resolve.fallback, fs: false, path: false, crypto: false };
    return webpack;
  },
};

export default config;
