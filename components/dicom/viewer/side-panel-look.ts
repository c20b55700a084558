import { PANEL } from "#components/ui/panel-look.ts";

/** How a panel beside the views looks. */
export const SIDE_PANEL = { ...PANEL, width: { xs: 240, lg: 320 }, flexShrink: 0 } as const;
