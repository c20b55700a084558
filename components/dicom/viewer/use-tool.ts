import { useCallback, useState } from "react";
import { toolsCode } from "./engine-code.ts";
import type { ToolName } from "./tools.ts";

/** The tool that is taken up, here and in the engine. */
export function useTool() {
  const [tool, setTool] = useState<ToolName>("window");
  const take = useCallback((next: ToolName) => {
    setTool(next);
    void takeUp(next);
  }, []);
  return { tool, setTool: take };
}

async function takeUp(tool: ToolName): Promise<void> {
  const { takeTool } = await toolsCode();
  takeTool(tool);
}
