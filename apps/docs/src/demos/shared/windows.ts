import type { WindowGeometry } from '@descent/core';
import type { Cell } from './cell-grid.js';

/** Where the windows of a convolution or a pooling lie, in cells of the padded image. */
export class Windows {
  readonly #geometry: WindowGeometry;

  constructor(geometry: WindowGeometry) {
    this.#geometry = geometry;
  }

  isPadding({ row, column }: Cell): boolean {
    const g = this.#geometry;
    const isWithin = (at: number, before: number, size: number): boolean =>
      at >= before && at < before + size;
    return !isWithin(row, g.padTop, g.inHeight) || !isWithin(column, g.padLeft, g.inWidth);
  }

  /** Whether the window of an output cell takes a cell. */
  takes(output: Cell, { row, column }: Cell): boolean {
    const g = this.#geometry;
    return (
      isTap(row, output.row * g.strideHeight, g.windowHeight, g.dilationHeight) &&
      isTap(column, output.column * g.strideWidth, g.windowWidth, g.dilationWidth)
    );
  }

  /** Whether a cell lies behind the last window. */
  isBehind({ row, column }: Cell): boolean {
    const g = this.#geometry;
    return (
      row >= reach(g.outHeight, g.strideHeight, g.windowHeight, g.dilationHeight) ||
      column >= reach(g.outWidth, g.strideWidth, g.windowWidth, g.dilationWidth)
    );
  }

  /** The output cell whose window has a cell nearest to its middle. */
  around({ row, column }: Cell): Cell {
    const g = this.#geometry;
    const nearest = (at: number, taps: number, dilation: number, stride: number, count: number): number =>
      Math.max(0, Math.min(count - 1, Math.round((at - ((taps - 1) * dilation) / 2) / stride)));
    return {
      row: nearest(row, g.windowHeight, g.dilationHeight, g.strideHeight, g.outHeight),
      column: nearest(column, g.windowWidth, g.dilationWidth, g.strideWidth, g.outWidth),
    };
  }

  /** The output cell behind one, row by row, and again from the start. */
  after({ row, column }: Cell): Cell {
    const { outHeight, outWidth } = this.#geometry;
    const index = (row * outWidth + column + 1) % (outHeight * outWidth);
    return { row: Math.floor(index / outWidth), column: index % outWidth };
  }

  /** The nearest output cell that there is. */
  within({ row, column }: Cell): Cell {
    const { outHeight, outWidth } = this.#geometry;
    return { row: Math.min(row, outHeight - 1), column: Math.min(column, outWidth - 1) };
  }
}

/** Whether a filter that begins at `first` has a tap on a cell. */
function isTap(cell: number, first: number, taps: number, dilation: number): boolean {
  const way = cell - first;
  return way >= 0 && way % dilation === 0 && way / dilation < taps;
}

/** The first cell behind the last window. */
function reach(count: number, stride: number, taps: number, dilation: number): number {
  return (count - 1) * stride + (taps - 1) * dilation + 1;
}
