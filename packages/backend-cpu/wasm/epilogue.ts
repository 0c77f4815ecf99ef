// What is done to a product while it is still in the cache: a bias is added, an activation applied.
import { sigmoid, tanh } from './exponential';
import { all, at, storeLanes } from './vector';

/** Activations that an epilogue knows; 0 is none. */
const RELU: i32 = 1;
const TANH: i32 = 2;
const SIGMOID: i32 = 3;

/** Adds nothing: −0 leaves the sign of a zero alone. */
const NO_BIAS = memory.data<f32>([-0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0, -0.0]);

/** True for what `finishVector` does: a bias, relu, or neither. Other activations take `finish`. */
@inline export function isVectorwise(activation: i32): bool {
  return activation <= RELU;
}

/** Where the bias of 8 columns from `column` on stands, for `finishVector`. */
@inline export function biasOf(bias: usize, column: i32): usize {
  return bias == 0 ? NO_BIAS : at(bias, column);
}

/** Finishes 4 columns before they are stored. */
@inline export function finishVector(x: v128, bias: v128, activation: i32): v128 {
  const sum = f32x4.add(x, bias);
  return activation == RELU ? v128.andnot(sum, f32x4.le(sum, all(0))) : sum;
}

@inline function activate(x: v128, activation: i32): v128 {
  if (activation == RELU) return v128.andnot(x, f32x4.le(x, all(0)));
  if (activation == TANH) return tanh(x);
  if (activation == SIGMOID) return sigmoid(x);
  return x;
}

/** Finishes `rows` × `columns` of out, whose rows are `stride` floats apart. `bias` 0: none; it starts at `first`. */
export function finish(out: usize, stride: i32, rows: i32, columns: i32, bias: usize, first: i32, activation: i32): void {
  if (bias == 0 && activation == 0) return;
  const from: usize = bias == 0 ? 0 : at(bias, first);
  for (let row = 0; row < rows; row++, out = at(out, stride)) {
    for (let j = 0; j < columns; j += 4) {
      const p = at(out, j);
      let x = v128.load(p);
      if (from != 0) x = f32x4.add(x, v128.load(at(from, j)));
      storeLanes(p, activate(x, activation), columns - j);
    }
  }
}
