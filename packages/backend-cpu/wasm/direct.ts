// Convolution straight from the image, without columns: for windows of few cells, where copying every cell once per
// window costs more than the multiplications. Output rows go in bands, whose input rows are copied once, padding
// included. Words 0 to 13 are the window's; see window.ts. Dilations are 1.
import { address, word, workspace } from './control';
import { biasOf, finish, isVectorwise } from './epilogue';
import { copyCorner, rowsAt4, spareFloats, TILE_COLUMNS, TILE_ROWS, tileOfRows } from './gemm-tile';
import { at, clearFloats, copyFloats } from './vector';
import {
  batchSize, channels, inHeight, inWidth, outHeight, outWidth, padLeft, padTop, pixel, strideHeight, strideWidth,
  windowHeight, windowWidth,
} from './window';

/** Floats of a padded row. */
@inline function rowFloats(): i32 {
  return ((outWidth() - 1) * strideWidth() + windowWidth()) * channels();
}

@inline function bandsOfImage(): i32 {
  return (outHeight() + word(18) - 1) / word(18);
}

/** Copies the input rows of output rows [first, first + count), with zeros where they lie on padding. */
function copyBand(x: usize, image: i32, first: i32, count: i32, to: usize): void {
  const depth = channels();
  const floats = rowFloats();
  const left = min(padLeft() * depth, floats);
  const inside = min(inWidth() * depth, floats - left);
  const top = first * strideHeight() - padTop();
  const bottom = top + (count - 1) * strideHeight() + windowHeight();
  for (let row = top; row < bottom; row++, to = at(to, floats)) {
    if (<u32>row >= <u32>inHeight()) {
      clearFloats(to, floats);
      continue;
    }
    clearFloats(to, left);
    copyFloats(at(to, left), pixel(x, image, row, 0), inside);
    clearFloats(at(to, left + inside), floats - left - inside);
  }
}

/**
 * out = the convolution of x, then the epilogue; a band of an image per chunk. Words from 14: x, the filter's panels
 * (one block of the depth), out channels, out, output rows of a band, bias, activation.
 */
export function directConvolution(chunk: i32): void {
  const spare = workspace();
  const band = at(spare, spareFloats());
  const image = chunk / bandsOfImage();
  const first = (chunk % bandsOfImage()) * word(18);
  const count = min(word(18), outHeight() - first);
  const outChannels = word(16);
  const inner = windowWidth() * channels();
  const taps = windowHeight() * inner;
  const step = strideWidth() * channels();
  const skip = <usize>(rowFloats() - inner) << 2;
  const outRow = <usize>outChannels << 2;
  const activation = isVectorwise(word(20)) ? word(20) : 0;
  copyBand(address(14), image, first, count, band);
  let out = at(address(17), (image * outHeight() + first) * outWidth() * outChannels);
  for (let row = 0; row < count; row++, out = at(out, outWidth() * outChannels)) {
    const from = at(band, row * strideHeight() * rowFloats());
    for (let j = 0; j < outChannels; j += TILE_COLUMNS) {
      const panel = at(address(15), j * taps);
      const width = min(TILE_COLUMNS, outChannels - j);
      const bias = biasOf(address(19), j);
      for (let i = 0; i < outWidth(); ) {
        const left = outWidth() - i;
        // 8 pixels are two tiles of 4.
        const height = left == 4 || left == 8 ? 4 : TILE_ROWS;
        const isWhole = left >= height && width == TILE_COLUMNS;
        const to = at(out, i * outChannels + j);
        const t = isWhole ? to : spare;
        const tRow: usize = isWhole ? outRow : 32;
        const p = at(from, i * step);
        if (height == 4) {
          rowsAt4(
            windowHeight(), inner, p, at(p, step), at(p, 2 * step), at(p, 3 * step), 4, skip, panel, 32, t, tRow, false,
            bias, activation,
          );
        } else {
          tileOfRows(
            windowHeight(), inner, p, at(p, step), at(p, 2 * step), at(p, 3 * step), at(p, 4 * step), at(p, 5 * step),
            4, skip, panel, 32, t, tRow, false, bias, activation,
          );
        }
        if (!isWhole) copyCorner(spare, min(height, left), width, to, outChannels, false);
        i += height;
      }
    }
    if (activation != word(20)) finish(out, outChannels, outWidth(), outChannels, 0, 0, word(20));
  }
}

/** Where the cell under a tap lies for the first window of the band. */
@inline function tapAt(band: usize, tap: i32): usize {
  const inner = windowWidth() * channels();
  const known = tap < windowHeight() * inner ? tap : 0;
  return at(band, (known / inner) * rowFloats() + (known % inner));
}

/**
 * part[chunk][tap, o] = Σ cell[pixel, tap] · dy[pixel, o] over the bands of the chunk. Words from 14: x, dy, out
 * channels, parts, output rows of a band, bands of a chunk.
 */
export function directFilterGradient(chunk: i32): void {
  const spare = workspace();
  const band = at(spare, spareFloats());
  const outChannels = word(16);
  const taps = windowHeight() * windowWidth() * channels();
  const step = <usize>(strideWidth() * channels()) << 2;
  const skip = (<usize>(strideHeight() * rowFloats()) << 2) - <usize>outWidth() * step;
  const pixelBytes = <usize>outChannels << 2;
  const part = at(address(17), chunk * taps * outChannels);
  const start = chunk * word(19);
  const end = min(start + word(19), batchSize() * bandsOfImage());
  for (let i = start; i < end; i++) {
    const image = i / bandsOfImage();
    const first = (i % bandsOfImage()) * word(18);
    const count = min(word(18), outHeight() - first);
    copyBand(address(14), image, first, count, band);
    const dy = at(address(15), (image * outHeight() + first) * outWidth() * outChannels);
    for (let tap = 0; tap < taps; tap += TILE_ROWS) {
      const rest = min(TILE_ROWS, taps - tap);
      for (let j = 0; j < outChannels; j += TILE_COLUMNS) {
        const width = min(TILE_COLUMNS, outChannels - j);
        const isWhole = rest == TILE_ROWS && width == TILE_COLUMNS;
        const to = at(part, tap * outChannels + j);
        tileOfRows(
          count, outWidth(), tapAt(band, tap), tapAt(band, tap + 1), tapAt(band, tap + 2), tapAt(band, tap + 3),
          tapAt(band, tap + 4), tapAt(band, tap + 5), step, skip, at(dy, j), pixelBytes, isWhole ? to : spare,
          isWhole ? pixelBytes : 32, isWhole && i > start, biasOf(0, 0), 0,
        );
        if (!isWhole) copyCorner(spare, rest, width, to, outChannels, i > start);
      }
    }
  }
}
