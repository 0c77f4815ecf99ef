import {
  categorical,
  normal,
  ones,
  type Rng,
  range,
  shuffle,
  type Tensor,
  tensor,
  truncatedNormal,
} from '@descent/core';
import * as layers from '@descent/layers';
import { readGolden } from './golden.js';

export const streamGolden = readGolden<{ readonly logits: readonly (readonly number[])[] }>('streams');

/** What a layer gives for ones while training. */
const drawn = (layer: layers.AnyLayer) => (rng: Rng) => {
  using model = layers.sequential({ input: [2, 2] }, layer as never) as unknown as layers.Model;
  return model.call(ones([2, 2, 2]) as Tensor, { training: true, rng });
};
const initial = (initializer: layers.Initializer) => (rng: Rng) => initializer([3, 4], rng);

/** What is drawn from a seed, by the goldens' names, which are our code. */
export const draws: Readonly<Record<string, (rng: Rng) => Tensor | ArrayLike<number>>> = {
  'rng.uniform([5])': (rng) => rng.uniform([5]),
  'rng.uniform([3], -1, 2)': (rng) => rng.uniform([3], -1, 2),
  'rng.bernoulli([9], 0.3)': (rng) => rng.bernoulli([9], 0.3),
  'normal(rng, [5])': (rng) => normal(rng, [5]),
  'normal(rng, [4], 3, 0.5)': (rng) => normal(rng, [4], 3, 0.5),
  'truncatedNormal(rng, [5])': (rng) => truncatedNormal(rng, [5]),
  'categorical(rng, logits, 6)': (rng) => categorical(rng, tensor(streamGolden.logits as never), 6),
  'shuffle(rng, range(0, 9))': (rng) => shuffle(rng, range(0, 9)),
  'rng.uniformArray(5)': (rng) => rng.uniformArray(5),
  'rng.normalArray(5)': (rng) => rng.normalArray(5),
  'rng.permutation(9)': (rng) => rng.permutation(9),
  "rng.split('dense/kernel').uniformArray(3)": (rng) => rng.split('dense/kernel').uniformArray(3),
  "rng.split('größe').uniformArray(3)": (rng) => rng.split('größe').uniformArray(3),
  'rng.split(7).split(2 ** 40).uniformArray(3)': (rng) =>
    rng
      .split(7)
      .split(2 ** 40)
      .uniformArray(3),
  'dropout(0.3)': drawn(layers.dropout(0.3)),
  'spatialDropout1d(0.5)': drawn(layers.spatialDropout1d(0.5)),
  'gaussianNoise(0.5)': drawn(layers.gaussianNoise(0.5)),
  'gaussianDropout(0.5)': drawn(layers.gaussianDropout(0.5)),
  'alphaDropout(0.5)': drawn(layers.alphaDropout(0.5)),
  glorotUniform: initial(layers.initializers.glorotUniform),
  glorotNormal: initial(layers.initializers.glorotNormal),
  heUniform: initial(layers.initializers.heUniform),
  heNormal: initial(layers.initializers.heNormal),
  lecunUniform: initial(layers.initializers.lecunUniform),
  lecunNormal: initial(layers.initializers.lecunNormal),
  'orthogonal()': initial(layers.orthogonal()),
  'randomNormal()': initial(layers.randomNormal()),
  'randomUniform()': initial(layers.randomUniform()),
  'truncatedNormal()': initial(layers.truncatedNormal()),
  'varianceScaling()': initial(layers.varianceScaling()),
};
/** Names of draws that are bits of a stream, which nothing rounds. */
export const isExactDraw = /^(rng\.(uniform\(\[5|bernoulli|permutation)|categorical|shuffle|fit)/;
