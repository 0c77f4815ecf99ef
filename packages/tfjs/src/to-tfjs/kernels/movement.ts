import {
  backend_util,
  type ConcatAttrs,
  type ExpandDimsAttrs,
  type FillAttrs,
  type FlipLeftRightInputs,
  type LinSpaceAttrs,
  type MirrorPadAttrs,
  type PackAttrs,
  type PadV2Attrs,
  type RangeAttrs,
  type ReshapeAttrs,
  type ReverseAttrs,
  type SliceAttrs,
  type SplitVAttrs,
  type StridedSliceAttrs,
  slice_util,
  type TensorInfo,
  type TileAttrs,
  type TransposeAttrs,
  type UnaryInputs,
  type UnpackAttrs,
  type UnpackInputs,
  util,
} from '@tensorflow/tfjs-core';
import type { DescentBackend } from '../descent-backend.js';
import { type Adapters, adapter } from './adapter.js';

/** A tensor with one value everywhere. */
function filled(backend: DescentBackend, shape: readonly number[], value: number, dtype: string): TensorInfo {
  return backend.one('Fill', [], { shape: [...shape], value, dtype });
}

/** An adapter of a kernel that gives a tensor like its input, full of one value. */
function likeFilled(value: number): Adapters[string] {
  return adapter<UnaryInputs>(({ backend, inputs: { x } }) => filled(backend, x.shape, value, x.dtype));
}

/** A rectangular part. */
function part(backend: DescentBackend, x: TensorInfo, begin: number[], size: number[]): TensorInfo {
  return backend.one('Slice', [x], { begin, size });
}

/** Adapters of the kernels that only move values, or make them. */
export const movement: Adapters = {
  Identity: adapter<UnaryInputs>(({ backend, inputs: { x } }) => backend.view(x, x.shape)),
  Reshape: adapter<UnaryInputs, ReshapeAttrs>(({ backend, inputs: { x }, attrs: { shape } }) => {
    const size = util.sizeFromShape(x.shape);
    const inferred = util.inferFromImplicitShape(shape, size);
    util.assert(
      util.sizeFromShape(inferred) === size,
      () =>
        `The new shape (${inferred}) has ${util.sizeFromShape(inferred)} elements and the old shape (${x.shape}) has ${size} elements. The new shape and old shape must have the same number of elements.`,
    );
    return backend.view(x, inferred);
  }),
  ExpandDims: adapter<{ input: TensorInfo }, ExpandDimsAttrs>(
    ({ backend, inputs: { input }, attrs: { dim } }) => {
      const rank = input.shape.length;
      util.assert(
        -(rank + 1) <= dim && dim <= rank,
        () => `Axis must be in the interval [${-(rank + 1)}, ${rank}]`,
      );
      return backend.view(input, input.shape.toSpliced(dim < 0 ? rank + dim + 1 : dim, 0, 1));
    },
  ),
  Transpose: adapter<UnaryInputs, TransposeAttrs>(({ backend, inputs: { x }, attrs: { perm } }) =>
    backend.one('Transpose', [x], { perm }),
  ),
  Reverse: adapter<UnaryInputs, ReverseAttrs>(({ backend, inputs: { x }, attrs: { dims } }) =>
    x.shape.length === 0
      ? backend.view(x, [])
      : backend.one('Reverse', [x], { dims: util.parseAxisParam(dims, x.shape) }),
  ),
  FlipLeftRight: adapter<FlipLeftRightInputs>(({ backend, inputs: { image } }) =>
    backend.one('Reverse', [image], { dims: [2] }),
  ),
  Tile: adapter<UnaryInputs, TileAttrs>(({ backend, inputs: { x }, attrs: { reps } }) =>
    backend.one('Tile', [x], { reps }),
  ),
  PadV2: adapter<UnaryInputs, PadV2Attrs>(({ backend, inputs: { x }, attrs: { paddings, constantValue } }) =>
    backend.one('PadV2', [x], { paddings, constantValue }),
  ),
  // Each axis with its mirrored borders; reflect leaves the mirror's own cell out.
  MirrorPad: adapter<UnaryInputs, MirrorPadAttrs>(({ backend, inputs: { x }, attrs: { paddings, mode } }) => {
    const gap = mode === 'reflect' ? 1 : 0;
    const padded = paddings.reduce((from, [before, after], axis) => {
      const size = from.shape[axis] as number;
      const border = (begin: number, count: number): TensorInfo => {
        const start = from.shape.map((_, i) => (i === axis ? begin : 0));
        return backend.one('Reverse', [part(backend, from, start, from.shape.with(axis, count))], {
          dims: [axis],
        });
      };
      const parts = [border(gap, before), from, border(size - gap - after, after)];
      const full = parts.filter(({ shape }) => shape[axis] !== 0);
      return full.length < 2 ? from : backend.one('Concat', full, { axis });
    }, x);
    return padded === x ? backend.view(x, x.shape) : padded;
  }),
  Concat: adapter<TensorInfo[], ConcatAttrs>(({ backend, inputs, attrs }) => {
    const list = Object.values(inputs);
    const axis = util.parseAxisParam(attrs.axis, (list[0] as TensorInfo).shape)[0] as number;
    backend_util.assertParamsConsistent(
      list.map(({ shape }) => shape),
      axis,
    );
    const full = list.filter(({ shape }) => util.sizeFromShape(shape) > 0);
    if (full.length === 0) {
      const shape = backend_util.computeOutShape(
        list.map((t) => t.shape),
        axis,
      );
      return backend.make([], shape, (list[0] as TensorInfo).dtype);
    }
    return full.length === 1
      ? backend.view(full[0] as TensorInfo, (full[0] as TensorInfo).shape)
      : backend.one('Concat', full, { axis });
  }),
  Pack: adapter<TensorInfo[], PackAttrs>(({ backend, inputs, attrs: { axis } }) => {
    const list = Object.values(inputs);
    const [first] = list as [TensorInfo];
    for (const { shape, dtype } of list) {
      util.assertShapesMatch(first.shape, shape, 'All tensors passed to stack must have matching shapes');
      util.assert(first.dtype === dtype, () => 'All tensors passed to stack must have matching dtypes');
    }
    return backend.one('Pack', list, { axis });
  }),
  Unpack: adapter<UnpackInputs, UnpackAttrs>(({ backend, inputs: { value }, attrs: { axis } }) => {
    const at = axis < 0 ? axis + value.shape.length : axis;
    const size = value.shape.with(at, 1);
    return Array.from({ length: value.shape[at] as number }, (_, i) => {
      const begin = value.shape.map((__, k) => (k === at ? i : 0));
      return backend.view(part(backend, value, begin, size), value.shape.toSpliced(at, 1));
    });
  }),
  Slice: adapter<UnaryInputs, SliceAttrs>(({ backend, inputs: { x }, attrs }) => {
    const [begin, size] = slice_util.parseSliceParams(x as never, attrs.begin, attrs.size) as number[][];
    slice_util.assertParamsValid(x as never, begin as number[], size as number[]);
    return part(backend, x, begin as number[], size as number[]);
  }),
  StridedSlice: adapter<UnaryInputs, StridedSliceAttrs>(({ backend, inputs: { x }, attrs: a }) => {
    const { finalShapeSparse, finalShape, isIdentity, sliceDim0, isSimpleSlice, begin, end, strides } =
      slice_util.sliceInfo(
        x.shape,
        a.begin,
        a.end,
        a.strides,
        a.beginMask,
        a.endMask,
        a.ellipsisMask,
        a.newAxisMask,
        a.shrinkAxisMask,
      );
    if (isIdentity) return backend.view(x, finalShape);
    const size = slice_util.computeOutShape(begin, end, strides);
    if (sliceDim0 || isSimpleSlice) return backend.view(part(backend, x, begin, size), finalShape);
    // Every stride-th index of each axis, one axis after the other.
    const picked = finalShapeSparse.reduce((from, count, axis) => {
      const indices = Int32Array.from(
        { length: count },
        (_, i) => (begin[axis] as number) + i * (strides[axis] as number),
      );
      return backend.one('GatherV2', [from, backend.make(indices, [count], 'int32')], { axis, batchDims: 0 });
    }, x);
    return backend.view(picked, finalShape);
  }),
  SplitV: adapter<UnaryInputs, SplitVAttrs>(({ backend, inputs: { x }, attrs }) => {
    const axis = util.parseAxisParam(attrs.axis, x.shape)[0] as number;
    const begin = x.shape.map(() => 0);
    return backend_util.prepareSplitSize(x as never, attrs.numOrSizeSplits, axis).map((count) => {
      const piece = part(backend, x, [...begin], x.shape.with(axis, count));
      begin[axis] = (begin[axis] as number) + count;
      return piece;
    });
  }),
  Fill: adapter<object, FillAttrs>(({ backend, attrs: { shape, value, dtype = 'float32' } }) =>
    filled(backend, shape, Number(value), dtype),
  ),
  OnesLike: likeFilled(1),
  ZerosLike: likeFilled(0),
  Range: adapter<object, RangeAttrs>(({ backend, attrs: { start, stop, step, dtype } }) => {
    const stride = stop < start && step === 1 ? -1 : step;
    const isTowardsStop = start < stop ? stride > 0 : stride < 0;
    const count = start === stop || !isTowardsStop ? 0 : Math.ceil((stop - start) / stride);
    const values = Float64Array.from({ length: count }, (_, i) => start + i * stride);
    return backend.make(
      dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values),
      [count],
      dtype,
    );
  }),
  LinSpace: adapter<object, LinSpaceAttrs>(({ backend, attrs: { start, stop, num } }) => {
    const values = Float32Array.from({ length: num }, (_, i) => start + (i * (stop - start)) / (num - 1));
    if (num === 1) values[0] = start;
    return backend.make(values, [num], 'float32');
  }),
};
