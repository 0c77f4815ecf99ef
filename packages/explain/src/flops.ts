import { DtypeError, type Program, sizeOf, type Tensor, trace } from '@descent/core';
import type { Connection } from '@descent/layers';
import { checkModel, type ExplainedModel } from './check-model.js';
import { type Use, usesOf } from './uses.js';

/** What a layer costs for one example. */
export interface LayerCost {
  /** As in saved files: `conv2d_1`, inside a nested model `encoder/conv2d`. */
  readonly name: string;
  /** The kind of layer: `conv2d`. */
  readonly kind: string;
  /** Shape of its result, without the batch axis. */
  readonly outputShape: readonly number[];
  /** Multiplications of an input by a weight, or of two values in a matrix product, each with its addition. */
  readonly multiplyAdds: number;
  /** Numbers that its parameters hold, those that training leaves alone included. */
  readonly parameters: number;
}

/** What a model costs for one example. */
export interface ModelCost {
  /** Every use of a layer. */
  readonly layers: readonly LayerCost[];
  /** Of all layers. */
  readonly multiplyAdds: number;
  /** Floating-point operations of these: 2 · multiplyAdds. */
  readonly flops: number;
  /** Numbers that the model's parameters hold; those of a layer that is used twice count once. */
  readonly parameters: number;
}

/**
 * What a forward pass of one example costs: multiply-adds and parameters, layer by layer. Counted is what convolutions,
 * depthwise and transposed ones too, and matrix products do, in layers of every kind, your own included: each layer is
 * traced, and its kernels are counted. Places in the padding count like others. Not counted are additions of biases,
 * activation functions, normalization, pooling and other work that is done once per value.
 *
 * @throws ValueError for what is no model
 * @example
 * const { multiplyAdds, parameters } = flops(model);
 */
export function flops(model: ExplainedModel): ModelCost {
  checkModel('flops', model);
  const layers = usesOf(model).map((use) => ({
    name: use.name,
    kind: use.layer.kind,
    outputShape: [...(use.node.outputs[0]?.shape ?? [])],
    multiplyAdds: costOf(programOf(use)),
    parameters: use.layer.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
  }));
  const multiplyAdds = layers.reduce((sum, layer) => sum + layer.multiplyAdds, 0);
  return {
    layers,
    multiplyAdds,
    flops: 2 * multiplyAdds,
    parameters: model.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
  };
}

/** The kernels that a layer runs for one example. */
function programOf({ node }: Use): Program {
  const traced = (dtype: 'float32' | 'int32'): Program =>
    trace(
      (...xs: Tensor[]) => (node.connection as Connection).call(xs, { training: false }),
      ...node.inputs.map(({ shape }) => ({ shape: [1, ...shape], dtype })),
    );
  try {
    return traced('float32');
  } catch (error) {
    // Layers of indices, such as embeddings.
    if (error instanceof DtypeError) return traced('int32');
    throw error;
  }
}

/** Multiply-adds of a call, by the sizes of its inputs and of its output. */
type Cost = (
  inputs: readonly (readonly number[])[],
  output: readonly number[],
  attrs: Readonly<Record<string, unknown>>,
) => number;

/** For each value of the output the taps of the filter, less its last `kept` axes. */
const perOutput =
  (kept: number): Cost =>
  ([, filter = []], output) =>
    sizeOf(output) * sizeOf(filter.slice(0, filter.length - kept));

/** For each value of the input the taps of the filter, less its last axis. */
const perInput: Cost = ([image = [], filter = []]) => sizeOf(image) * sizeOf(filter.slice(0, -1));

/** What each kernel costs; others are not counted. */
const costs: Readonly<Record<string, Cost>> = {
  BatchMatMul: ([a = []], output, { transposeA }) =>
    sizeOf(output) * (a.at(transposeA === true ? -2 : -1) as number),
  Conv2D: perOutput(1),
  Conv3D: perOutput(1),
  DepthwiseConv2dNative: perOutput(2),
  Conv2DBackpropInput: perInput,
  Conv3DBackpropInputV2: perInput,
};

function costOf({ nodes, values }: Program): number {
  return nodes.reduce((sum, { kernel, inputs, outputs, attrs }) => {
    const shapeOf = (index: number): readonly number[] => values[index]?.shape ?? [];
    const cost = costs[kernel];
    return cost ? sum + cost(inputs.map(shapeOf), shapeOf(outputs[0] as number), attrs) : sum;
  }, 0);
}
