import type { ReactNode } from "react";
import { Frame } from "#components/shell/frame.tsx";
import { TitleKeeper } from "#components/shell/title-keeper.tsx";

export default function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <TitleKeeper />
      <Frame>{children}</Frame>
    </>
  );
}
