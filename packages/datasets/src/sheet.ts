/** A picture as browsers take it: `new ImageData(data, width, height)`. */
export interface Sheet {
  /** Pixels in a row. */
  readonly width: number;
  /** Rows of pixels. */
  readonly height: number;
  /** Red, green, blue and opacity of each pixel, row by row. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** What is painted into a cell, row by row, the channels of a pixel side by side. */
interface Picture {
  readonly values: ArrayLike<number>;
  readonly height: number;
  readonly width: number;
  /** 1 grey; of more the first three are red, green and blue. */
  readonly channels: number;
}

/** Pixels between cells. */
const gap = 2;

/** A white sheet with rows and columns of pictures. */
export class CellSheet {
  readonly sheet: Sheet;
  readonly #cellWidth: number;
  readonly #cellHeight: number;

  constructor(
    rows: number,
    columns: number,
    cell: { readonly cellWidth: number; readonly cellHeight: number },
  ) {
    this.#cellWidth = cell.cellWidth + gap;
    this.#cellHeight = cell.cellHeight + gap;
    const [width, height] = [columns * this.#cellWidth - gap, rows * this.#cellHeight - gap];
    this.sheet = { width, height, data: new Uint8ClampedArray(width * height * 4).fill(255) };
  }

  /** Paints a picture, whose values `black` and `white` are so called, into the upper left of a cell. */
  paint(row: number, column: number, picture: Picture, [black, white]: readonly [number, number]): void {
    const { values, height, width, channels } = picture;
    const { data, width: sheetWidth } = this.sheet;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const from = (y * width + x) * channels;
        const to = ((row * this.#cellHeight + y) * sheetWidth + column * this.#cellWidth + x) * 4;
        for (let c = 0; c < 3; c++) {
          const value = values[from + (channels < 3 ? 0 : c)] as number;
          data[to + c] = ((value - black) / (white - black)) * 255;
        }
      }
    }
  }
}
