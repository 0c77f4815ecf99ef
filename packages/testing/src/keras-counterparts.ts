/** Kinds of things that packages export, as in `goldens/keras-names.json`. */
export type Kind =
  | 'layers'
  | 'losses'
  | 'metrics'
  | 'regularizers'
  | 'optimizers'
  | 'schedules'
  | 'callbacks'
  | 'initializers'
  | 'constraints'
  | 'activations';

/** What Keras calls it, all names that it stands for, and what differs; without a name Keras has none. */
export interface Counterpart {
  readonly keras?: readonly string[];
  readonly differs?: string;
}

function as(keras: string, differs?: string): Counterpart {
  return { keras: keras.split(' '), ...(differs && { differs }) };
}

const padding = '`padding` also in cells; no `groups`';
const pool = '`padding` also in cells, which neither win nor count';
const transposed = 'no dilations';
const recurrent = 'no initial state, `stateful` or masking';
const noise = 'random numbers come from `fit`’s seed, not from a `seed` of its own';
const fromLogits = '`from_logits=True`; class indices or probabilities as targets';
const ofClasses = 'class indices or probabilities as targets';
const averaged =
  'of several classes the mean of each; Keras counts all of them together, or one by `class_id`';
const areas =
  'two metrics for `curve="ROC"` and `"PR"`; of several classes the mean of each against the rest';
const epsilon =
  '`epsilon` is added after the bias is corrected, as in the paper and PyTorch; Keras adds it before';
const ofCore = 'a function of `@descent/core`, not a name: `dense(10, { activation: celu })`';
const drawn = 'other random numbers';

/** Everything that a user picks by name, beside what Keras 3 calls it. A new export has a row here. */
export const counterparts: Readonly<Record<Kind, Readonly<Record<string, Counterpart>>>> = {
  layers: {
    dense: as('Dense'),
    embedding: as('Embedding', 'no `mask_zero`; an index outside is an error on the CPU'),
    activation: as('Activation'),
    conv1d: as('Conv1D', padding),
    conv2d: as('Conv2D', padding),
    conv3d: as('Conv3D', padding),
    depthwiseConv1d: as('DepthwiseConv1D', '`padding` also in cells'),
    depthwiseConv2d: as('DepthwiseConv2D', '`padding` also in cells'),
    separableConv1d: as('SeparableConv1D', '`padding` also in cells'),
    separableConv2d: as('SeparableConv2D', '`padding` also in cells'),
    conv1dTranspose: as('Conv1DTranspose', transposed),
    conv2dTranspose: as('Conv2DTranspose', transposed),
    conv3dTranspose: as('Conv3DTranspose', transposed),
    maxPool1d: as('MaxPooling1D', pool),
    maxPool2d: as('MaxPooling2D', pool),
    maxPool3d: as('MaxPooling3D', pool),
    averagePool1d: as('AveragePooling1D', pool),
    averagePool2d: as('AveragePooling2D', pool),
    averagePool3d: as('AveragePooling3D', pool),
    globalMaxPool1d: as('GlobalMaxPooling1D'),
    globalMaxPool2d: as('GlobalMaxPooling2D'),
    globalMaxPool3d: as('GlobalMaxPooling3D'),
    globalAveragePool1d: as('GlobalAveragePooling1D'),
    globalAveragePool2d: as('GlobalAveragePooling2D'),
    globalAveragePool3d: as('GlobalAveragePooling3D'),
    zeroPadding1d: as('ZeroPadding1D'),
    zeroPadding2d: as('ZeroPadding2D'),
    zeroPadding3d: as('ZeroPadding3D'),
    cropping1d: as('Cropping1D'),
    cropping2d: as('Cropping2D'),
    cropping3d: as('Cropping3D'),
    upSampling1d: as('UpSampling1D'),
    upSampling2d: as('UpSampling2D', '`interpolation` nearest or bilinear'),
    upSampling3d: as('UpSampling3D'),
    flatten: as('Flatten'),
    reshape: as('Reshape'),
    permute: as('Permute'),
    repeatVector: as('RepeatVector'),
    rescaling: as('Rescaling'),
    dropout: as('Dropout', `${noise}; no \`noise_shape\``),
    spatialDropout1d: as('SpatialDropout1D', noise),
    spatialDropout2d: as('SpatialDropout2D', noise),
    spatialDropout3d: as('SpatialDropout3D', noise),
    gaussianNoise: as('GaussianNoise', noise),
    gaussianDropout: as('GaussianDropout', noise),
    alphaDropout: as('AlphaDropout', `${noise}; no \`noise_shape\``),
    relu: as('ReLU'),
    leakyRelu: as('LeakyReLU'),
    prelu: as('PReLU'),
    elu: as('ELU'),
    softmax: as('Softmax', 'one axis; no mask'),
    simpleRnn: as('SimpleRNN', recurrent),
    lstm: as('LSTM', recurrent),
    gru: as('GRU', recurrent),
    bidirectional: as('Bidirectional', "`mergeMode: 'none'` for `merge_mode=None`; no `backward_layer`"),
    timeDistributed: as('TimeDistributed', 'all steps go through the layer as one larger batch'),
    multiHeadAttention: as(
      'MultiHeadAttention',
      'called on a list, [query, value, key]; `causal` is an option of the layer; no mask, no scores as a result',
    ),
    add: as('Add'),
    subtract: as('Subtract'),
    multiply: as('Multiply'),
    average: as('Average'),
    maximum: as('Maximum'),
    minimum: as('Minimum'),
    concatenate: as('Concatenate'),
    dot: as('Dot'),
    batchNorm: as('BatchNormalization', 'no `renorm`, `synchronized` or masking'),
    layerNorm: as('LayerNormalization'),
    groupNorm: as('GroupNormalization'),
    normalization: as('Normalization', 'no `count` among its weights; `adapt` is awaited'),
  },
  losses: {
    crossEntropyFromLogits: as('CategoricalCrossentropy SparseCategoricalCrossentropy', fromLogits),
    crossEntropy: as('CategoricalCrossentropy SparseCategoricalCrossentropy', ofClasses),
    logLossFromLogits: as('BinaryCrossentropy', '`from_logits=True`'),
    logLoss: as('BinaryCrossentropy'),
    focalCrossEntropyFromLogits: as('CategoricalFocalCrossentropy', fromLogits),
    focalCrossEntropy: as('CategoricalFocalCrossentropy', ofClasses),
    focalLogLossFromLogits: as('BinaryFocalCrossentropy', '`from_logits=True`'),
    focalLogLoss: as('BinaryFocalCrossentropy'),
    labelSmoothing: {
      differs: 'Keras’ option `label_smoothing`, around any of the four cross-entropies and log losses',
    },
    meanSquaredError: as('MeanSquaredError'),
    meanAbsoluteError: as('MeanAbsoluteError'),
    meanAbsolutePercentageError: as('MeanAbsolutePercentageError'),
    huber: as('Huber'),
    logCosh: as('LogCosh'),
    poisson: as('Poisson'),
    hinge: as('Hinge'),
    squaredHinge: as('SquaredHinge'),
    klDivergence: as('KLDivergence'),
    cosineSimilarity: as('CosineSimilarity'),
  },
  metrics: {
    accuracy: as(
      'Accuracy BinaryAccuracy CategoricalAccuracy SparseCategoricalAccuracy',
      'the shapes say which of them it is; the threshold is 0.5',
    ),
    topKAccuracy: as('TopKCategoricalAccuracy SparseTopKCategoricalAccuracy'),
    precision: as('Precision', averaged),
    recall: as('Recall', averaged),
    f1: as('F1Score', '`average` is `"macro"` unless given; Keras gives one number per class'),
    aucRoc: as('AUC', areas),
    aucPr: as('AUC', areas),
    confusionMatrix: {},
    meanIoU: as('MeanIoU OneHotMeanIoU', 'takes scores: the class of the largest'),
    r2: as('R2Score', 'no `num_regressors`'),
  },
  regularizers: {
    l1: as('L1', 'has a `proximal` step too'),
    l2: as('L2'),
    l1l2: as('L1L2', 'has a `proximal` step too; both strengths are 0.01 unless given, 0 in Keras'),
  },
  optimizers: {
    sgd: as('SGD'),
    rmsProp: as('RMSprop'),
    adagrad: as('Adagrad'),
    adadelta: as('Adadelta'),
    adam: as('Adam', epsilon),
    adamW: as('AdamW', epsilon),
    adamax: as('Adamax'),
    nadam: as('Nadam'),
    lion: as('Lion'),
  },
  schedules: {
    exponentialDecay: as('ExponentialDecay', '`staircase=True` is `stepDecay`'),
    stepDecay: as('ExponentialDecay', '`staircase=True`'),
    cosineDecay: as('CosineDecay', 'Keras’ `warmup_target` is `warmUp` around it'),
    cosineDecayRestarts: as('CosineDecayRestarts'),
    polynomialDecay: as('PolynomialDecay'),
    piecewiseConstant: as('PiecewiseConstantDecay'),
    oneCycle: {},
    warmUp: { differs: 'around any schedule; Keras has it in `CosineDecay` alone' },
  },
  callbacks: {
    earlyStopping: as(
      'EarlyStopping',
      'puts the best parameters back unless told not to; no `baseline`, `start_from_epoch`',
    ),
    reduceOnPlateau: as('ReduceLROnPlateau'),
    learningRateSchedule: as('LearningRateScheduler'),
    csvLogger: as('CSVLogger', 'to a function too'),
    jsonLinesLogger: {},
    tensorBoard: as('TensorBoard', 'scalars and histograms; no graphs, images, profiles or embeddings'),
  },
  initializers: {
    constant: as('Constant'),
    zeros: as('Zeros'),
    ones: as('Ones'),
    glorotUniform: as('GlorotUniform', drawn),
    glorotNormal: as('GlorotNormal', drawn),
    heUniform: as('HeUniform', drawn),
    heNormal: as('HeNormal', drawn),
    lecunUniform: as('LecunUniform', drawn),
    lecunNormal: as('LecunNormal', drawn),
    identity: as('Identity'),
    orthogonal: as('Orthogonal', drawn),
    randomNormal: as('RandomNormal', drawn),
    randomUniform: as('RandomUniform', drawn),
    truncatedNormal: as('TruncatedNormal', drawn),
    varianceScaling: as('VarianceScaling', drawn),
  },
  constraints: {
    maxNorm: as('MaxNorm'),
    minMaxNorm: as('MinMaxNorm'),
    nonNegative: as('NonNeg'),
    unitNorm: as('UnitNorm'),
  },
  // Those that have a name first, then functions of core.
  activations: {
    linear: as('linear'),
    relu: as('relu', 'options are those of the layer `relu`'),
    relu6: as('relu6'),
    leakyRelu: as('leaky_relu'),
    elu: as('elu'),
    selu: as('selu'),
    gelu: as('gelu'),
    softplus: as('softplus'),
    sigmoid: as('sigmoid'),
    tanh: as('tanh'),
    swish: as('swish'),
    silu: as('silu'),
    mish: as('mish'),
    softsign: as('softsign'),
    hardSigmoid: as('hard_sigmoid'),
    hardSilu: as('hard_silu hard_swish'),
    exponential: as('exponential'),
    logSoftmax: as('log_softmax'),
    softmax: as('softmax'),
    celu: as('celu', ofCore),
    glu: as('glu', ofCore),
    hardShrink: as('hard_shrink', ofCore),
    hardTanh: as('hard_tanh', ofCore),
    logSigmoid: as('log_sigmoid', ofCore),
    softShrink: as('soft_shrink', ofCore),
    sparsePlus: as('sparse_plus', ofCore),
    sparseSigmoid: as('sparse_sigmoid', ofCore),
    sparsemax: as('sparsemax', ofCore),
    squareplus: as('squareplus', ofCore),
    tanhShrink: as('tanh_shrink', ofCore),
    threshold: as('threshold', ofCore),
  },
};

/** How things are done that are no things of a kind: Keras' way, then Descent's. */
export const ways: readonly (readonly [keras: string, descent: string])[] = [
  ['`keras.Input((None, 8))`', '`input([length, 8])`: sizes are known; pad series to one length'],
  [
    '`model.compile(optimizer, loss, metrics)`',
    'the options of `fit`, and of `evaluate`: a model holds none of them',
  ],
  ['`model.fit(x, y, …)`', '`await fit(model, { x, y }, …)`'],
  ['`model.evaluate(x, y)`', '`await evaluate(model, { x, y }, { loss, metrics })`'],
  [
    '`model.predict(x)`',
    '`model.predict(x)` for one batch; `await predict(model, x)` for any number of examples',
  ],
  ['`model(x, training=True)`', '`model.call(x, { training: true, rng })`'],
  ['`train_on_batch`', '`vjp` or `variableGradients`, then `optimizer.update`; `compile` makes a step of it'],
  ['`get_weights`, `set_weights`', '`model.parameters`: each has `value`, and `reset(values)`'],
  [
    '`model.save`, `load_model`',
    '`saveModel`, `loadModel` of `@descent/formats`, in Keras’ format too; `checkpoints(…)` saves what training needs',
  ],
  [
    '`val_loss`, `val_accuracy`',
    '`validationLoss`, `validationAccuracy`, in `history.epochs`, callbacks and `monitor`',
  ],
  ['`y` of shape [n] for outputs [n, 1]', 'targets have the shape of the outputs: `[[1], [0], …]`'],
  [
    'class labels in any array',
    'labels are an `Int32Array` or `Uint8Array`; a plain list of numbers is float32: amounts, not classes',
  ],
  ['`keras.utils.set_random_seed`', 'the option `seed` of `sequential`, `model` and `fit`'],
];

/** What Descent does in another way than by a thing of the same kind: how, by Keras' names. */
export const otherwise: Readonly<Partial<Record<Kind, Readonly<Record<string, string>>>>> = {
  layers: {
    ActivityRegularization: 'the option `activityRegularizer` of every layer',
    InputLayer: '`input(shape)`, Keras’ `Input`',
    'Lambda Wrapper': '`defineLayer`',
  },
  metrics: {
    'BinaryCrossentropy CategoricalCrossentropy CosineSimilarity Hinge KLDivergence LogCoshError MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredError Poisson SparseCategoricalCrossentropy SquaredHinge':
      'losses are metrics too',
    'Mean MeanMetricWrapper': 'any function of predictions and targets; `defineMetric`',
  },
  callbacks: {
    'BackupAndRestore ModelCheckpoint': '`fit`’s option `checkpoints`',
    CallbackList: '`fit`’s option `callbacks` is a list',
    History: 'what `fit` returns',
    LambdaCallback: 'an object with methods',
    ProgbarLogger: '`fit`’s option `progress`',
    SwapEMAWeights: '`withAverages`, `swapAverages`',
    TerminateOnNaN: "`fit`’s option `nonFinite: 'stop'`",
  },
};

/** What packages export that is none of these, such as what makes one. */
export const others: Readonly<Record<'layers' | 'losses' | 'train', readonly string[]>> = {
  layers: [
    'activations',
    'defineLayer',
    'defineMergeLayer',
    'drawModel',
    'initializers',
    'input',
    'inputNames',
    'model',
    'outputNames',
    'placeOf',
    'sequential',
  ],
  losses: ['defineLoss', 'defineMetric', 'measure'],
  train: [
    'Checkpoints',
    'TrainingControl',
    'checkpoints',
    'defineOptimizer',
    'defineSchedule',
    'evaluate',
    'fit',
    'historyReport',
    'indexedDbStore',
    'opfsStore',
    'plotHistory',
    'predict',
    'rangeTest',
    'storeIn',
    'swapAverages',
    'withAverages',
  ],
};
