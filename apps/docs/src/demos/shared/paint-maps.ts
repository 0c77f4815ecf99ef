/** The site's colours of signs; 0 is see-through, so that maps fit both themes. */
const positive = [0, 114, 178] as const;
const negative = [230, 159, 0] as const;

/** Square maps, [row, column, map]. */
export interface Maps {
  readonly values: ArrayLike<number>;
  readonly edge: number;
  readonly count: number;
}

/** Empty cells between two maps. */
export const gap = 1;

/**
 * Paints maps side by side, a pixel for each cell: blue above 0, orange below.
 *
 * @param limits - of each map, the size that has the full colour
 */
export function paintMaps(
  canvas: HTMLCanvasElement,
  { values, edge, count }: Maps,
  columns: number,
  limits: (map: number) => number,
): void {
  const across = Math.min(columns, count);
  canvas.width = across * (edge + gap) - gap;
  canvas.height = Math.ceil(count / across) * (edge + gap) - gap;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const image = context.createImageData(canvas.width, canvas.height);
  for (let map = 0; map < count; map++) {
    const { top, left } = placeOf(map, edge, across);
    const limit = limits(map) || 1;
    for (let cell = 0; cell < edge * edge; cell++) {
      const value = values[cell * count + map] as number;
      const at = (top + Math.floor(cell / edge)) * canvas.width + left + (cell % edge);
      // What is 0 has a tint too, so that maps are seen where nothing is found.
      const strength = Math.round(12 + 228 * Math.min(1, Math.abs(value) / limit));
      const [red, green, blue] = value < 0 ? negative : positive;
      image.data[4 * at] = red;
      image.data[4 * at + 1] = green;
      image.data[4 * at + 2] = blue;
      image.data[4 * at + 3] = strength;
    }
  }
  context.putImageData(image, 0, 0);
}

/** Where a map lies on the sheet. */
export function placeOf(
  map: number,
  edge: number,
  columns: number,
): { readonly top: number; readonly left: number } {
  return { top: Math.floor(map / columns) * (edge + gap), left: (map % columns) * (edge + gap) };
}
