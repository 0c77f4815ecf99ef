// Where a window lies on a batch of volumes: the first argument words of convolution and pooling over three axes. An
// axis takes six words; depth begins at word 2, height at 8, width at 14.
import { word } from './control';

export const DEPTH: i32 = 2;
export const HEIGHT: i32 = 8;
export const WIDTH: i32 = 14;

@inline export function volumeCount(): i32 {
  return word(0);
}
@inline export function volumeChannels(): i32 {
  return word(1);
}
@inline export function sizeOf(axis: i32): i32 {
  return word(axis);
}
@inline export function outOf(axis: i32): i32 {
  return word(axis + 1);
}
@inline export function windowOf(axis: i32): i32 {
  return word(axis + 2);
}
@inline export function strideOf(axis: i32): i32 {
  return word(axis + 3);
}
@inline export function dilationOf(axis: i32): i32 {
  return word(axis + 4);
}
@inline export function padOf(axis: i32): i32 {
  return word(axis + 5);
}

/** Index of a pixel in a batch of volumes. */
@inline export function pixelOf(volume: i32, plane: i32, row: i32, column: i32): i32 {
  return ((volume * sizeOf(DEPTH) + plane) * sizeOf(HEIGHT) + row) * sizeOf(WIDTH) + column;
}
