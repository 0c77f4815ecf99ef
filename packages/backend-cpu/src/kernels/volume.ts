import type { VolumeGeometry, WindowAxis, WindowGeometry } from '@descent/core';

/** A window's path over volumes, as argument words 0 to 19; see wasm/volume-window.ts. */
export function volumeWords({ batchSize, channels, depth, height, width }: VolumeGeometry): number[] {
  const axisWords = ({ size, out, window, stride, dilation, before }: WindowAxis) => {
    return [size, out, window, stride, dilation, before];
  };
  return [batchSize, channels, ...axisWords(depth), ...axisWords(height), ...axisWords(width)];
}

const single: WindowAxis = { size: 1, out: 1, window: 1, stride: 1, dilation: 1, before: 0, after: 0 };

/** Images as volumes of one plane. */
export function asVolumes(g: WindowGeometry): VolumeGeometry {
  return {
    batchSize: g.batchSize,
    channels: g.inChannels,
    depth: single,
    height: {
      size: g.inHeight,
      out: g.outHeight,
      window: g.windowHeight,
      stride: g.strideHeight,
      dilation: g.dilationHeight,
      before: g.padTop,
      after: g.padBottom,
    },
    width: {
      size: g.inWidth,
      out: g.outWidth,
      window: g.windowWidth,
      stride: g.strideWidth,
      dilation: g.dilationWidth,
      before: g.padLeft,
      after: g.padRight,
    },
  };
}
