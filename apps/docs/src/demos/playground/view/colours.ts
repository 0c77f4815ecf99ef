/** The site's colours of signs: orange below 0, blue above, and near 0 what lies beneath. */
const negative = [230, 159, 0] as const;
const positive = [0, 114, 178] as const;
/** As many shades as Playground has. */
const shades = 30;

/** A shade for each step from −1 to 1: red, green, blue, and how much it covers. */
const table = Array.from({ length: shades }, (_, i) => {
  const value = -1 + (2 * i) / (shades - 1);
  const [r, g, b] = value < 0 ? negative : positive;
  return [r, g, b, Math.round(215 * Math.abs(value))] as const;
});

/** Numbers from −1 to 1 as a picture; what lies beyond has the colour of the end. */
export function heatImage(values: Float32Array, size: number, isDiscrete: boolean): ImageData {
  const image = new ImageData(size, size);
  values.forEach((value, i) => {
    const shown = isDiscrete ? (value >= 0 ? 1 : -1) : Math.max(-1, Math.min(1, value || 0));
    const shade = table[Math.round(((shown + 1) / 2) * (shades - 1))] as (typeof table)[number];
    image.data.set(shade, 4 * i);
  });
  return image;
}

/** Draws numbers into a canvas of as many pixels. */
export function drawHeat(
  canvas: HTMLCanvasElement,
  values: Float32Array,
  size: number,
  isDiscrete: boolean,
): void {
  if (canvas.width !== size) canvas.width = canvas.height = size;
  canvas.getContext('2d')?.putImageData(heatImage(values, size, isDiscrete), 0, 0);
}

/** The colour of a sign for lines, as the theme has it. */
export function lineColours(element: Element): {
  positive: string;
  negative: string;
  muted: string;
  ink: string;
  ground: string;
} {
  const style = getComputedStyle(element);
  const of = (name: string): string => style.getPropertyValue(`--descent-${name}`).trim();
  return {
    positive: of('blue'),
    negative: of('orange'),
    muted: of('muted'),
    ink: of('ink'),
    ground: of('ground'),
  };
}
