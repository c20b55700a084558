import type { Types } from "@cornerstonejs/core";
import { ProbeTool } from "@cornerstonejs/tools";

type TargetImage = ReturnType<ProbeTool["getTargetImageData"]>;

/** The probe, for stacks too: Cornerstone asks a single picture for its value in the slice of its number in the stack, and a picture has one slice. */
export class PictureProbeTool extends ProbeTool {
  override getTargetImageData(targetId: string): TargetImage {
    const target = super.getTargetImageData(targetId);
    const voxels = target && "voxelManager" in target ? target.voxelManager : undefined;
    if (!target || !voxels || !targetId.startsWith("imageId:")) return target;
    const own: unknown = Object.create(voxels, {
      getAtIJKPoint: { value: ([i, j]: Types.Point3) => voxels.getAtIJK(i, j, 0) },
    });
    if (!isVoxelManager(own)) return target;
    return { ...target, voxelManager: own };
  }
}

function isVoxelManager(value: unknown): value is Types.IVoxelManager<number> {
  return typeof value === "object" && value !== null && "getAtIJKPoint" in value;
}
