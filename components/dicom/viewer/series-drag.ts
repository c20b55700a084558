/** A type of our own: files and text dragged from elsewhere are no series. */
const TYPE = "application/x-careplane-series";

/** Puts a series on the pointer. */
export function dragSeries(transfer: DataTransfer, series: string): void {
  transfer.setData(TYPE, series);
  transfer.effectAllowed = "copy";
}

export function isSeriesDrag(transfer: DataTransfer): boolean {
  return transfer.types.includes(TYPE);
}

/** Series Instance UID of what was dropped. */
export function draggedSeries(transfer: DataTransfer): string | undefined {
  const series = transfer.getData(TYPE);
  return series === "" ? undefined : series;
}
