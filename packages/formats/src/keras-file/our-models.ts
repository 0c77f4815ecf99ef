import {
  type AnyModel,
  activation,
  add,
  averagePool2d,
  batchNorm,
  bidirectional,
  concatenate,
  conv2d,
  dense,
  depthwiseConv2d,
  dropout,
  embedding,
  flatten,
  globalAveragePool2d,
  gru,
  input,
  layerNorm,
  lstm,
  maxPool2d,
  model,
  multiHeadAttention,
  multiply,
  relu,
  reshape,
  separableConv2d,
  sequential,
  timeDistributed,
} from '@descent/layers';

/** Models of ours, for tests that write them; whole numbers below `indices` are their input where it is given. */
export const ourModels: readonly {
  readonly name: string;
  readonly make: () => AnyModel;
  readonly indices?: number;
}[] = [
  {
    name: 'LeNet-5',
    make: () =>
      sequential(
        { input: [28, 28, 1], seed: 1 },
        conv2d({ filters: 6, kernelSize: 5, padding: 'same', activation: 'tanh' }),
        averagePool2d(2),
        conv2d({ filters: 16, kernelSize: 5, activation: 'tanh' }),
        averagePool2d(2),
        flatten(),
        dense(120, { activation: 'tanh' }),
        dense(84, { activation: 'tanh' }),
        dense(10, { activation: 'softmax' }),
      ) as unknown as AnyModel,
  },
  { name: 'MobileNet', make: mobileNet },
  { name: 'branches', make: branches },
  {
    name: 'batch norm',
    make: () =>
      sequential(
        { input: [9, 9, 2], seed: 4 },
        separableConv2d({ filters: 5, kernelSize: 3, useBias: false }),
        batchNorm({ momentum: 0.9, epsilon: 0.01 }),
        activation('relu'),
        maxPool2d(2),
        flatten(),
        batchNorm({ center: false }),
        dense(3),
      ) as unknown as AnyModel,
  },
  {
    name: 'LSTM',
    indices: 13,
    make: () =>
      sequential(
        { input: [7], seed: 5 },
        embedding(13, 4),
        lstm(6, { returnSequences: true }),
        bidirectional(gru(3, { returnSequences: true })),
        timeDistributed(dense(4, { activation: 'relu' })),
        lstm(5),
        dense(1, { activation: 'sigmoid' }),
      ) as unknown as AnyModel,
  },
  { name: 'attention', make: attention },
  { name: 'nested', make: nested },
];

function mobileNet(): AnyModel {
  const x = input([16, 16, 3], { name: 'picture' });
  const block = (
    from: ReturnType<typeof input>,
    filters: number,
    strides: number,
  ): ReturnType<typeof input> => {
    const deep = depthwiseConv2d({ kernelSize: 3, strides, padding: 'same', useBias: false })(from as never);
    const normed = relu({ maxValue: 6 })(batchNorm()(deep as never) as never);
    const wide = conv2d({ filters, kernelSize: 1, useBias: false })(normed as never);
    return relu({ maxValue: 6 })(batchNorm()(wide as never) as never) as never;
  };
  const first = conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: 'same', useBias: false })(x);
  const begun = relu({ maxValue: 6 })(batchNorm()(first) as never);
  const pooled = globalAveragePool2d()(block(block(begun as never, 6, 1), 8, 2) as never);
  const y = dense(5, { activation: 'softmax', name: 'predictions' })(dropout(0.1)(pooled as never) as never);
  return model(x, y as never, { seed: 2 }) as unknown as AnyModel;
}

/** Two inputs, a shared layer, a way around, two outputs. */
function branches(): AnyModel {
  const [age, text] = [input([4], { name: 'age' }), input([3], { name: 'text' })];
  const shared = dense(4, { name: 'shared' });
  const late = dense(5, { activation: 'relu', name: 'late' });
  const widened = dense(4, { activation: 'tanh', name: 'widen' })(text);
  const joined = add()([shared(age), shared(widened)]);
  const deep = dense(4, { activation: 'gelu', name: 'deep' })(layerNorm()(joined));
  const around = concatenate()([multiply()([deep, joined]), age]);
  const outputs = [dense(1, { name: 'first' })(late(around)), dense(2, { name: 'second' })(deep)] as const;
  return model([age, text], outputs, { seed: 3 }) as unknown as AnyModel;
}

function attention(): AnyModel {
  const x = input([6, 4]);
  const mixed = multiHeadAttention({ numHeads: 2, keyDim: 3 })([x, x]);
  const y = dense(3)(flatten()(add()([x, mixed]) as never) as never);
  return model(x, y, { seed: 6 }) as unknown as AnyModel;
}

function nested(): AnyModel {
  const encoder = sequential(
    { input: [8], name: 'encoder', seed: 7 },
    reshape([2, 4]),
    flatten(),
    dense(4, { activation: 'relu' }),
    batchNorm(),
    dense(2),
  );
  const x = input([8]);
  const body = model(x, add()([encoder(x), dense(2)(x)]), { name: 'body', seed: 8 });
  return sequential({ input: [8], seed: 9 }, body, dense(3)) as unknown as AnyModel;
}
