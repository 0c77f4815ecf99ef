export { expectClose, isClose, type Tolerance } from './close.js';
export { because, type ConformanceOptions, conformance } from './conformance.js';
export { deviceLossContract, type LosableKind } from './devices/device-loss-contract.js';
export { flatMemory } from './devices/flat-memory.js';
export { type GivenDevice, loseAround } from './devices/given-device.js';
export { type GivenGpu, GivenGpus } from './devices/given-gpus.js';
export { lostGpus } from './devices/lost-gpus.js';
export { trainSmallNet } from './devices/small-training.js';
export { webgpuContract } from './devices/webgpu-contract.js';
export { differencesOf } from './differences/index.js';
export type { AnsweredCall, FaultCase, RefusedCall } from './fault-case.js';
export { faultContract } from './fault-contract.js';
export { type GoldenCase, type GoldenFile, type GoldenTensor, goldenTensor, readGolden } from './golden.js';
export { goldenContract } from './golden-contract.js';
export { isFull } from './is-full.js';
export { counterparts } from './keras-counterparts.js';
export { type LayerCase, type LayerExpectation, layerBatch } from './layer-case.js';
export { layerCases } from './layer-cases/index.js';
export { layerContract } from './layer-contract.js';
export { layerGoldenContract } from './layer-golden-contract.js';
export {
  type LosableBackend,
  type LosableOptions,
  type LossPoint,
  losable,
} from './losable.js';
export type { LossCase, LossExpectation } from './loss-case.js';
export { lossCases } from './loss-cases.js';
export { lossContract } from './loss-contract.js';
export { lossInputs } from './loss-inputs.js';
export { markdownTable } from './markdown-table.js';
export { onEachBackend } from './on-each-backend.js';
export type { CaseInput, OpCase } from './op-case.js';
export { opCases } from './op-cases/index.js';
export { gradientContract, type OpContractOptions, opContract } from './op-contract.js';
export { graphFaults } from './op-faults/graphs.js';
export { opFaults } from './op-faults/index.js';
export { type OptimizerExpectation, optimizerContract } from './optimizer-contract.js';
export { inputTensor } from './random-input.js';
export { type RandomProgram, randomProgram } from './random-program.js';
export { repeatableCases, resultsOf } from './results-of.js';
export { withoutBlocking } from './without-blocking.js';
