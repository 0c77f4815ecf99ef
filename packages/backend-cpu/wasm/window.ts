// Where a window lies on an image batch: the first argument words of convolution and pooling.
import { word } from './control';
import { at } from './vector';

@inline export function batchSize(): i32 {
  return word(0);
}
@inline export function inHeight(): i32 {
  return word(1);
}
@inline export function inWidth(): i32 {
  return word(2);
}
@inline export function channels(): i32 {
  return word(3);
}
@inline export function outHeight(): i32 {
  return word(4);
}
@inline export function outWidth(): i32 {
  return word(5);
}
@inline export function windowHeight(): i32 {
  return word(6);
}
@inline export function windowWidth(): i32 {
  return word(7);
}
@inline export function strideHeight(): i32 {
  return word(8);
}
@inline export function strideWidth(): i32 {
  return word(9);
}
@inline export function dilationHeight(): i32 {
  return word(10);
}
@inline export function dilationWidth(): i32 {
  return word(11);
}
@inline export function padTop(): i32 {
  return word(12);
}
@inline export function padLeft(): i32 {
  return word(13);
}

/** Number of output pixels. */
@inline export function outPixels(): i32 {
  return batchSize() * outHeight() * outWidth();
}

/** Address of a pixel's channels in an image batch at `x`. */
@inline export function pixel(x: usize, image: i32, row: i32, column: i32): usize {
  return at(x, ((image * inHeight() + row) * inWidth() + column) * channels());
}
