/** Typed arrays that a block of voxels can be made of. */
export type VoxelType = "Uint8Array" | "Int16Array" | "Uint16Array" | "Float32Array";

/**
 * The one type that holds the samples of all pictures of a block. Decoders choose the smallest type for each picture by itself, so the
 * slices of one series differ.
 * @param names of the pictures' typed arrays: `Int8Array`
 */
export function voxelType(names: Iterable<string>): VoxelType {
  const all = new Set(names);
  const isOnly = (...allowed: readonly string[]) => [...all].every((name) => allowed.includes(name));
  if (isOnly("Uint8Array", "Uint8ClampedArray")) return "Uint8Array";
  if (isOnly("Uint8Array", "Uint16Array")) return "Uint16Array";
  return isOnly("Uint8Array", "Int8Array", "Int16Array") ? "Int16Array" : "Float32Array";
}
