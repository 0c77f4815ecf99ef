// ONNX Runtime on WebAssembly: it runs models forward and does not train.
import * as ort from 'onnxruntime-web';
import { asIs, cnnParameters, filtersFirst, imagesFirst } from '../layouts.mjs';
import { onnxModel } from '../onnx.mjs';
import manifest from '../package.json' with { type: 'json' };

export async function start({ threads }) {
  ort.env.wasm.numThreads = threads;
  return {
    description: `ONNX Runtime Web ${manifest.dependencies['onnxruntime-web']} on wasm`,
    programs,
  };
}

/** A model with what it is fed; the numbers of its result tell whether it is right. */
async function forward(graph, feeds) {
  const inputs = Object.fromEntries(Object.entries(feeds).map(([name, { shape }]) => [name, shape]));
  const session = await ort.InferenceSession.create(onnxModel({ ...graph, inputs }), {
    executionProviders: ['wasm'],
  });
  const tensors = Object.fromEntries(
    Object.entries(feeds).map(([name, { values, shape }]) => [
      name,
      new ort.Tensor('float32', values, shape),
    ]),
  );
  const [output] = graph.output;
  return {
    async check() {
      return [(await session.run(tensors))[output].data[0]];
    },
    async run(n) {
      for (let i = 0; i < n; i++) (await session.run(tensors))[output].dispose();
    },
  };
}

const same = { kernel_shape: [3, 3], pads: [1, 1, 1, 1] };
const halve = { kernel_shape: [2, 2], strides: [2, 2] };
const named = (values) => Object.fromEntries(values.map((each, i) => [`p${i}`, each]));

const programs = {
  matmul({ inputs: [a, b], transposeA, transposeB }) {
    const [rows] = a.shape;
    const attributes = { transA: Number(transposeA), transB: Number(transposeB) };
    const product = { op: 'Gemm', inputs: ['a', 'b'], output: 'y', attributes };
    return forward({ nodes: [product], output: ['y', [rows, rows]] }, { a: asIs(a), b: asIs(b) });
  },
  convolution({ inputs: [x, w] }) {
    const [batch, height, width] = x.shape;
    const convolve = { op: 'Conv', inputs: ['x', 'p0'], output: 'y', attributes: same };
    const output = ['y', [batch, w.shape[3], height, width]];
    return forward({ nodes: [convolve], constants: named([filtersFirst(w)]), output }, { x: imagesFirst(x) });
  },
  inputGradient({ inputs: [x, w], gradient }) {
    const [batch, height, width, channels] = x.shape;
    const back = { op: 'ConvTranspose', inputs: ['dy', 'p0'], output: 'dx', attributes: same };
    const output = ['dx', [batch, channels, height, width]];
    return forward(
      { nodes: [back], constants: named([filtersFirst(w)]), output },
      { dy: imagesFirst(gradient) },
    );
  },
  cnnForward({ inputs: [x], parameters }) {
    const nodes = [
      { op: 'Conv', inputs: ['x', 'p0', 'p1'], output: 'c1', attributes: same },
      { op: 'Relu', inputs: ['c1'], output: 'r1' },
      { op: 'MaxPool', inputs: ['r1'], output: 'm1', attributes: halve },
      { op: 'Conv', inputs: ['m1', 'p2', 'p3'], output: 'c2', attributes: same },
      { op: 'Relu', inputs: ['c2'], output: 'r2' },
      { op: 'MaxPool', inputs: ['r2'], output: 'm2', attributes: halve },
      { op: 'Flatten', inputs: ['m2'], output: 'flat' },
      { op: 'Gemm', inputs: ['flat', 'p4', 'p5'], output: 'h' },
      { op: 'Relu', inputs: ['h'], output: 'a' },
      { op: 'Gemm', inputs: ['a', 'p6', 'p7'], output: 'y' },
    ];
    const output = ['y', [x.shape[0], 10]];
    return forward({ nodes, constants: named(cnnParameters(parameters)), output }, { x: imagesFirst(x) });
  },
  mlpForward({ inputs: [x], parameters }) {
    const nodes = [
      { op: 'Gemm', inputs: ['x', 'p0', 'p1'], output: 'h' },
      { op: 'Relu', inputs: ['h'], output: 'a' },
      { op: 'Gemm', inputs: ['a', 'p2', 'p3'], output: 'y' },
    ];
    const output = ['y', [x.shape[0], 10]];
    return forward({ nodes, constants: named(parameters.map(asIs)), output }, { x: asIs(x) });
  },
};
