// Convolution by a 3 × 3 window of stride 1 with a quarter of the multiplications: Winograd's F(4×4, 3×3), see
// winograd-transform.ts. Tiles of 4 × 4 outputs, and the 6 × 6 inputs that they depend on, become 36 numbers per
// channel, one per point; what was a convolution is one matrix product per point. All of this happens in blocks of
// tiles that stay in the second-level cache. Words 0 to 13 are the window's; see window.ts.
import { address, scratch, word, workspace } from './control';
import { finish, isVectorwise } from './epilogue';
import { at, roundUp } from './vector';
import { batchSize, channels, inHeight, inWidth, outHeight, outWidth, padLeft, padTop } from './window';
import { product } from './winograd-product';
import {
  BETWEEN_FLOATS, transformFilter, transformFilterGradient, transformGradient, transformInput, transformOutput,
} from './winograd-transform';

const POINTS: i32 = 36;

/** Tiles of a block. */
const TILES: i32 = 48;

/** Channels that are summed up in one go: sums of sums of few terms are more exact than long ones. */
const DEPTH_BLOCK: i32 = 128;

/** Words of the table that says where the cells of a tile lie. */
const CELLS: i32 = 48;

/** Distance of the matrices of two points: no two of 36 neighbours share a set of the first-level cache. */
@inline function pointFloats(size: i32): i32 {
  return size + ((48 - size) & 1023);
}

@inline function pointBytes(size: i32): usize {
  return (<usize>pointFloats(size)) << 2;
}

/** Floats of a block's numbers, of so many channels. */
@inline function blockFloats(count: i32): f64 {
  return <f64>POINTS * pointFloats(TILES * count);
}

// What a thread needs first: room for transforms, the table of cells, a cell of padding.
@inline function headFloats(inChannels: i32, outChannels: i32): i32 {
  return BETWEEN_FLOATS + CELLS + roundUp(max(inChannels, outChannels), 8);
}
@inline function between(): usize {
  return workspace();
}
@inline function cells(): usize {
  return at(workspace(), BETWEEN_FLOATS);
}
@inline function padding(): usize {
  return at(workspace(), BETWEEN_FLOATS + CELLS);
}

/** Floats of workspace of a convolution. */
export function winogradFloats(inChannels: i32, outChannels: i32): f64 {
  const head = headFloats(inChannels, outChannels);
  return head + blockFloats(roundUp(inChannels, 4)) + blockFloats(roundUp(outChannels, 8)) + 16;
}

/** Floats of workspace of a filter's gradient, for blocks of so many out channels. */
export function winogradGradientFloats(inChannels: i32, outChannels: i32, blockChannels: i32): f64 {
  const head = headFloats(inChannels, outChannels);
  const depth = roundUp(inChannels, 4);
  return head + blockFloats(depth) + blockFloats(blockChannels) + winogradFilterFloats(depth, blockChannels);
}

/** Floats of a filter's numbers. */
export function winogradFilterFloats(inChannels: i32, outChannels: i32): f64 {
  return <f64>POINTS * pointFloats(inChannels * roundUp(outChannels, 8)) + 16;
}

/**
 * Writes the numbers of a filter as panels [point][panel of 8 columns][row][8]; behind the last column stands
 * anything. Words: the first tap, strides of taps, rows and columns in elements, rows, columns, the panels, rows
 * of panels of a chunk.
 */
export function winogradFilter(chunk: i32): void {
  const rows = word(4);
  const columns = word(5);
  const first = chunk * word(7);
  const last = min(first + word(7), rows * (roundUp(columns, 8) >> 3));
  const step = pointBytes(rows * roundUp(columns, 8));
  const taps = scratch();
  for (let unit = first; unit < last; unit++) {
    const from = at(address(0), (unit % rows) * word(2));
    for (let half = 0; half < 8; half += 4) {
      const column = (unit / rows) * 8 + half;
      for (let tap = 0; tap < 9; tap++) {
        const to = taps + ((<usize>tap) << 4);
        const source = at(from, tap * word(1));
        if (word(3) == 1) {
          v128.store(to, v128.load(at(source, column)));
          continue;
        }
        for (let lane = 0; lane < 4; lane++) {
          store<f32>(at(to, lane), load<f32>(at(source, min(column + lane, columns - 1) * word(3))));
        }
      }
      transformFilter(taps, at(address(6), unit * 8 + half), step, taps + 144);
    }
  }
}

@inline function tileRows(): i32 {
  return (outHeight() + 3) >> 2;
}
@inline function tileColumns(): i32 {
  return (outWidth() + 3) >> 2;
}
@inline function tileCount(): i32 {
  return batchSize() * tileRows() * tileColumns();
}

/** Writes where the cells of a square lie; what lies outside of the image is padding. */
function findCells(
  x: usize, height: i32, width: i32, depth: i32, image: i32, top: i32, left: i32, size: i32,
): void {
  let to = cells();
  for (let row = top; row < top + size; row++) {
    const from = at(x, ((image * height + row) * width + left) * depth);
    for (let column = 0; column < size; column++, to += 4) {
      const isInside = <u32>row < <u32>height && <u32>(left + column) < <u32>width;
      store<u32>(to, <u32>(isInside ? at(from, column * depth) : padding()));
    }
  }
}

/** Clears the cell of padding. */
@inline function clearPadding(): void {
  memory.fill(padding(), 0, <usize>roundUp(max(channels(), word(16)), 8) << 2);
}

/** Transforms the inputs of tiles to [point][tile][channel]. */
function transformInputs(first: i32, count: i32, to: usize): void {
  const depth = roundUp(channels(), 4);
  const step = pointBytes(TILES * depth);
  for (let tile = first; tile < first + count; tile++, to = at(to, depth)) {
    const row = tile / tileColumns();
    const top = (row % tileRows()) * 4 - padTop();
    const left = (tile % tileColumns()) * 4 - padLeft();
    findCells(address(14), inHeight(), inWidth(), channels(), row / tileRows(), top, left, 6);
    transformInput(cells(), channels(), to, step, between());
  }
}

/**
 * out = the convolution of x, then the epilogue. Words from 14: x, the filter's panels, out channels, out, tiles
 * of a chunk, bias, activation. Needs `winogradFloats`.
 */
export function winograd(chunk: i32): void {
  const outChannels = word(16);
  const depth = roundUp(channels(), 4);
  const columns = roundUp(outChannels, 8);
  const inputs = at(workspace(), headFloats(channels(), outChannels));
  const outputs = at(inputs, <i32>blockFloats(depth));
  const start = chunk * word(18);
  const end = min(start + word(18), tileCount());
  clearPadding();
  for (let first = start; first < end; first += TILES) {
    const count = min(TILES, end - first);
    transformInputs(first, count, inputs);
    for (let point = 0; point < POINTS; point++) {
      const a = at(inputs, point * pointFloats(TILES * depth));
      const b = at(address(15), point * pointFloats(channels() * columns));
      const out = at(outputs, point * pointFloats(TILES * columns));
      for (let k = 0; k < channels(); k += DEPTH_BLOCK) {
        product(
          count, columns, min(DEPTH_BLOCK, channels() - k), at(a, k), <usize>depth << 2, 4,
          at(b, 8 * k), <usize>channels() << 5, out, <usize>columns << 2, k > 0,
        );
      }
    }
    transformOutputs(first, count, outputs);
  }
}

/** Transforms [point][tile][channel] to outputs, and finishes them. */
function transformOutputs(first: i32, count: i32, from: usize): void {
  const outChannels = word(16);
  const columns = roundUp(outChannels, 8);
  const step = pointBytes(TILES * columns);
  const rowFloats = outWidth() * outChannels;
  const activation = isVectorwise(word(20)) ? word(20) : 0;
  for (let tile = first; tile < first + count; tile++, from = at(from, columns)) {
    const row = tile / tileColumns();
    const top = (row % tileRows()) * 4;
    const left = (tile % tileColumns()) * 4;
    const height = min(4, outHeight() - top);
    const width = min(4, outWidth() - left);
    let out = at(address(17), (((row / tileRows()) * outHeight() + top) * outWidth() + left) * outChannels);
    transformOutput(
      from, step, outChannels, out, <usize>rowFloats << 2, <usize>outChannels << 2, height, width, between(),
      address(19), activation,
    );
    if (activation == word(20)) continue;
    for (let i = 0; i < height; i++, out = at(out, rowFloats)) {
      finish(out, outChannels, width, outChannels, 0, 0, word(20));
    }
  }
}

/**
 * part[tap, o] of the gradient of the filter, from some tiles and for some of the out channels: chunk p · blocks + b
 * is the b-th block of the p-th part. Words from 14: x, dy, out channels, parts, tiles of a part, out channels of a
 * block (a multiple of 8). Needs `winogradGradientFloats`.
 */
export function winogradFilterGradient(chunk: i32): void {
  const outChannels = word(16);
  const blocks = (outChannels + word(19) - 1) / word(19);
  const firstColumn = (chunk % blocks) * word(19);
  const width = min(word(19), outChannels - firstColumn);
  const depth = roundUp(channels(), 4);
  const columns = roundUp(width, 8);
  const inputs = at(workspace(), headFloats(channels(), outChannels));
  const gradients = at(inputs, <i32>blockFloats(depth));
  const sums = at(gradients, <i32>blockFloats(columns));
  const sumFloats = pointFloats(depth * columns);
  const start = (chunk / blocks) * word(18);
  const end = min(start + word(18), tileCount());
  clearPadding();
  for (let first = start; first < end; first += TILES) {
    const count = min(TILES, end - first);
    transformInputs(first, count, inputs);
    transformGradients(first, count, firstColumn, columns, gradients);
    for (let point = 0; point < POINTS; point++) {
      product(
        channels(), columns, count, at(inputs, point * pointFloats(TILES * depth)), 4, <usize>depth << 2,
        at(gradients, point * pointFloats(TILES * columns)), <usize>TILES << 5,
        at(sums, point * sumFloats), <usize>columns << 2, first > start,
      );
    }
  }
  const tapFloats = channels() * outChannels;
  let out = at(address(17), (chunk / blocks) * 9 * tapFloats + firstColumn);
  for (let channel = 0; channel < channels(); channel++, out = at(out, outChannels)) {
    transformFilterGradient(
      at(sums, channel * columns), <usize>sumFloats << 2, width, out, <usize>tapFloats << 2, between(),
    );
  }
}

/** Transforms the gradients of tiles to panels [point][panel of 8 channels][tile][8]. */
function transformGradients(first: i32, count: i32, firstColumn: i32, columns: i32, to: usize): void {
  const dy = at(address(15), firstColumn);
  for (let tile = first; tile < first + count; tile++, to += 32) {
    const row = tile / tileColumns();
    const top = (row % tileRows()) * 4;
    const left = (tile % tileColumns()) * 4;
    findCells(dy, outHeight(), outWidth(), word(16), row / tileRows(), top, left, 4);
    transformGradient(cells(), columns, to, pointBytes(TILES * columns), <usize>TILES << 5, between());
  }
}
