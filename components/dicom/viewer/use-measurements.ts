import { useEffect, useState, useSyncExternalStore } from "react";
import { measurementsCode } from "./engine-code.ts";
import type { Measurement, MeasurementBook } from "./measurement.ts";

const NONE: readonly Measurement[] = [];

/** The measurements of the page, followed. The book comes with its code, once `mayStart`. */
export function useMeasurements(mayStart: boolean): {
  readonly book: MeasurementBook | undefined;
  readonly list: readonly Measurement[];
} {
  const [book, setBook] = useState<MeasurementBook | undefined>();
  useEffect(() => {
    if (!mayStart) return;
    const open = async () => {
      const { measurementBook } = await measurementsCode();
      setBook(measurementBook());
    };
    void open();
  }, [mayStart]);
  const list = useSyncExternalStore(
    book?.subscribe ?? nothingChanges,
    () => book?.list() ?? NONE,
    () => NONE,
  );
  return { book, list };
}

function nothingChanges(): () => void {
  return () => undefined;
}
