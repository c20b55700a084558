import type { DeidentifyConfigJson } from "#lib/deid/config.ts";

/** A configuration of which one part is edited. */
export interface ConfigPartProps {
  readonly config: DeidentifyConfigJson;
  readonly onChange: (config: DeidentifyConfigJson) => void;
}
