import { checkOptions, describeValue, ShapeError, ValueError } from '@descent/core';
import type { PixelImage } from './heat-map.js';

/** Options of {@link overlay}. */
export interface OverlayOptions {
  /** How much of the upper picture is seen, 0 to 1. Default 0.5. */
  readonly opacity?: number;
}

/**
 * One picture over another, such as a heat map over the photo that it explains.
 *
 * @throws ShapeError for pictures of two sizes, ValueError for an opacity out of range
 * @example overlay(heatMap(photo, { scale: 'grey' }), heatMap(resized), { opacity: 0.4 })
 */
export function overlay(below: PixelImage, above: PixelImage, options: OverlayOptions = {}): PixelImage {
  const { opacity = 0.5 } = checkOptions('overlay', options, ['opacity']);
  if (!(typeof opacity === 'number' && opacity >= 0 && opacity <= 1)) {
    throw new ValueError(`overlay: opacity must lie between 0 and 1, got ${describeValue(opacity)}`);
  }
  const { width, height } = below;
  if (above.width !== width || above.height !== height) {
    throw new ShapeError(
      `overlay: the pictures are ${width} × ${height} and ${above.width} × ${above.height} pixels`,
    );
  }
  const data = new Uint8ClampedArray(below.data.length);
  for (let i = 0; i < data.length; i += 4) {
    const upper = (opacity * (above.data[i + 3] as number)) / 255;
    const lower = ((1 - upper) * (below.data[i + 3] as number)) / 255;
    const alpha = upper + lower;
    for (let k = 0; k < 3; k++) {
      const mixed = upper * (above.data[i + k] as number) + lower * (below.data[i + k] as number);
      data[i + k] = alpha > 0 ? mixed / alpha : 0;
    }
    data[i + 3] = 255 * alpha;
  }
  return { width, height, data };
}
