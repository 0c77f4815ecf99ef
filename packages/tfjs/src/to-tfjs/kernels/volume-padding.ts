import type { backend_util } from '@tensorflow/tfjs-core';

/** The padding that gives the output size of a window over a volume. */
export function volumePadding(info: backend_util.Conv3DInfo) {
  const { front, top, left } = info.padInfo;
  return [
    [0, 0],
    [front, after(info.outDepth, info.strideDepth, info.effectiveFilterDepth, info.inDepth + front)],
    [top, after(info.outHeight, info.strideHeight, info.effectiveFilterHeight, info.inHeight + top)],
    [left, after(info.outWidth, info.strideWidth, info.effectiveFilterWidth, info.inWidth + left)],
    [0, 0],
  ].map((pair) => pair.map((cells) => Math.max(0, cells as number)));
}

function after(out: number, stride: number, span: number, reached: number): number {
  return (out - 1) * stride + span - reached;
}
