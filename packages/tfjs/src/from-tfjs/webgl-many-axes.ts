import type { Shape } from '@descent/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { around, crop } from './axes.js';
import type { Call, CallOfTfjs } from './call.js';

/** Axes up to which tfjs' WebGL has shaders for all that moves values. */
const mostAxes = 4;

/** Kernels of which tfjs' WebGL has none for tensors of many axes: axis by axis, each between two others. */
export const webglManyAxes: Readonly<Record<string, CallOfTfjs>> = {
  Cumprod: alongOne('Cumprod'),
  Cumsum: alongOne('Cumsum'),
  Reverse(call) {
    const [x] = call.inputs as [TensorInfo];
    if (x.shape.length <= mostAxes) return call.run('Reverse', [x], call.attrs);
    const { dims } = call.attrs as { readonly dims: readonly number[] };
    return [dims.reduce((turned, axis) => alongAxis(call, turned, axis, 'Reverse', { dims: [1] }), x)];
  },
  Slice(call) {
    const [x] = call.inputs as [TensorInfo];
    if (x.shape.length === 0) return [x];
    if (x.shape.length <= mostAxes) return call.run('Slice', [x], call.attrs);
    const { begin, size } = call.attrs as Record<'begin' | 'size', readonly number[]>;
    const sides = x.shape.map((count, axis) => {
      const before = begin[axis] as number;
      return [before, count - before - (size[axis] as number)] as const;
    });
    return [crop(call, x, sides)];
  },
  Tile(call) {
    const [x] = call.inputs as [TensorInfo];
    if (x.shape.length <= mostAxes) return call.run('Tile', [x], call.attrs);
    const { reps } = call.attrs as { readonly reps: readonly number[] };
    const tiled = reps.reduce(
      (grown, count, axis) =>
        count === 1 ? grown : alongAxis(call, grown, axis, 'Tile', { reps: [1, count, 1] }),
      x,
    );
    return [tiled];
  },
};

/** A kernel along one axis, which its attribute `axis` names. */
function alongOne(name: string): CallOfTfjs {
  return (call) => {
    const [x] = call.inputs as [TensorInfo];
    if (x.shape.length <= mostAxes) return call.run(name, [x], call.attrs);
    return [alongAxis(call, x, call.attrs.axis as number, name, { ...call.attrs, axis: 1 })];
  };
}

/** Runs a kernel on a tensor seen with three axes, of which it changes the one in the middle. */
function alongAxis(
  { run, view }: Pick<Call, 'run' | 'view'>,
  x: TensorInfo,
  axis: number,
  name: string,
  attrs: Call['attrs'],
): TensorInfo {
  const [made] = run(name, [view(x, around(x, axis))], attrs) as [TensorInfo];
  return view(made, (x.shape as Shape).with(axis, made.shape[1] as number));
}
