import type { ReactNode } from "react";
import { Frame } from "#components/shell/frame.tsx";

export default function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  return <Frame>{children}</Frame>;
}
