/** Fetches the code of the viewer's engine; nothing else of the console pays for it. */
export const engineCode = () => import("#components/dicom/cornerstone/stack-view.ts");

/** Fetches the code of the tools. */
export const toolsCode = () => import("#components/dicom/cornerstone/tools.ts");

/** Fetches the code that keeps the measurements. */
export const measurementsCode = () => import("#components/dicom/cornerstone/measurements.ts");

/** Fetches the code that cuts planes through a volume. */
export const planesCode = () => import("#components/dicom/cornerstone/plane-set.ts");
