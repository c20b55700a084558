let isEngineHere = false;

const fetchEngine = () => import("#components/dicom/cornerstone/stack-view.ts");

/** Fetches the code of the viewer's engine; nothing else of the console pays for it. */
export async function engineCode() {
  const code = await fetchEngine();
  isEngineHere = true;
  return code;
}

/** Whether a view can open without the page being held up by the start of the engine. */
export const hasEngineCode = (): boolean => isEngineHere;

/** Fetches the code of the tools. */
export const toolsCode = () => import("#components/dicom/cornerstone/tools.ts");

/** Fetches the code that keeps the measurements. */
export const measurementsCode = () => import("#components/dicom/cornerstone/measurements.ts");

/** Fetches the code that cuts planes through a volume. */
export const planesCode = () => import("#components/dicom/cornerstone/plane-set.ts");
