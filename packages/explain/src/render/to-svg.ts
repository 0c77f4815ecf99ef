import { checkOptions, checkWhole } from '@descent/core';
import type { PixelImage } from './heat-map.js';

/** Options of {@link toSvg}. */
export interface SvgOptions {
  /** Units of the drawing along each side of a pixel. Default 1. */
  readonly pixelSize?: number;
  /** What the picture shows, for those who do not see it. */
  readonly title?: string;
}

/**
 * A picture as SVG: one rectangle for each run of equal pixels. For heat maps of some thousand cells; PNG is smaller
 * for larger ones.
 *
 * @throws ValueError for options out of range
 * @example toSvg(heatMap(map), { pixelSize: 8, title: 'Saliency of a sandal' })
 */
export function toSvg({ width, height, data }: PixelImage, options: SvgOptions = {}): string {
  const { pixelSize = 1, title } = checkOptions('toSvg', options, ['pixelSize', 'title']);
  checkWhole('toSvg', 'pixelSize', pixelSize);
  const pixels = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const at = (x: number, y: number): number => pixels.getUint32((y * width + x) * 4);
  const runs: string[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; ) {
      const color = at(x, y);
      const begin = x;
      while (x < width && at(x, y) === color) x++;
      if ((color & 255) !== 0) runs.push(rectangle(begin, y, x - begin, pixelSize, color));
    }
  }
  const [w, h] = [width * pixelSize, height * pixelSize];
  const label = title === undefined ? '' : `<title>${escaped(title)}</title>`;
  const role = title === undefined ? 'aria-hidden="true"' : 'role="img"';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" shape-rendering="crispEdges" ${role}>${label}${runs.join('')}</svg>`;
}

function rectangle(x: number, y: number, length: number, size: number, color: number): string {
  const hex = (color >>> 8).toString(16).padStart(6, '0');
  const alpha = color & 255;
  const opacity = alpha === 255 ? '' : ` fill-opacity="${(alpha / 255).toFixed(3)}"`;
  return `<rect x="${x * size}" y="${y * size}" width="${length * size}" height="${size}" fill="#${hex}"${opacity}/>`;
}

function escaped(text: string): string {
  return text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
