/** The site's colours of signs: orange below 0, blue above, and near 0 what lies beneath. */
const negative = [230, 159, 0] as const;
const positive = [0, 114, 178] as const;
/** As many shades as Playground has. */
const shades = 30;

/** A pixel for each step from −1 to 1: red, green, blue, and how much it covers. */
const pixels = new Uint32Array(
  Uint8Array.from(
    Array.from({ length: shades }, (_, i) => {
      const value = -1 + (2 * i) / (shades - 1);
      return [...(value < 0 ? negative : positive), Math.round(215 * Math.abs(value))];
    }).flat(),
  ).buffer,
);

/** Numbers from −1 to 1 as a picture; what lies beyond has the colour of the end. */
export function heatImage(values: Float32Array, size: number, isDiscrete: boolean): ImageData {
  const image = new ImageData(size, size);
  const drawn = new Uint32Array(image.data.buffer);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const shown = isDiscrete ? (value >= 0 ? 1 : -1) : Math.max(-1, Math.min(1, value || 0));
    drawn[i] = pixels[Math.round(((shown + 1) / 2) * (shades - 1))] as number;
  }
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

/** Colours of lines, as the theme has them. */
export interface LineColours {
  readonly positive: string;
  readonly negative: string;
  readonly muted: string;
  readonly ink: string;
  readonly ground: string;
}

/** By theme: reading them from the page is slow. */
const known = new Map<string, LineColours>();

/** The colours of lines now. */
export function lineColours(): LineColours {
  const { theme = '' } = document.documentElement.dataset;
  const found = known.get(theme);
  if (found) return found;
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(`--descent-${name}`).trim();
  const colours = {
    positive: of('blue'),
    negative: of('orange'),
    muted: of('muted'),
    ink: of('ink'),
    ground: of('ground'),
  };
  known.set(theme, colours);
  return colours;
}
