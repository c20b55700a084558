/** A typed array that grows by doubling. Reading past its end answers -1. */
export class GrowingColumn<A extends Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer>> {
  private array: A;
  private length = 0;
  private readonly make: new (length: number) => A;

  constructor(make: new (length: number) => A, capacity: number) {
    this.make = make;
    this.array = new make(capacity);
  }

  push(value: number): void {
    if (this.length === this.array.length) {
      const larger = new this.make(this.length * 2);
      larger.set(this.array);
      this.array = larger;
    }
    this.array[this.length] = value;
    this.length += 1;
  }

  at(index: number): number {
    return this.array[index] ?? -1;
  }

  set(index: number, value: number): void {
    this.array[index] = value;
  }

  toArray(): A {
    const exact = new this.make(this.length);
    exact.set(this.array.subarray(0, this.length));
    return exact;
  }
}
