import { allAre, chunksOf, type NativeKernel, operand, rowsOfChunk } from '../call.js';

/** SoftmaxCrossEntropy of logits and targets. */
export const crossEntropy: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  lower(call) {
    const [logits, targets, out] = [operand(call.inputs), operand(call.inputs, 1), operand(call.outputs)];
    const count = logits.shape.at(-1) as number;
    const perChunk = rowsOfChunk(4 * count + 4);
    const words = [logits.address, targets.address, out.address, out.size, count, perChunk];
    call.threadSpace(4 * count + 16);
    call.emit('crossEntropy', chunksOf(out.size, perChunk), words);
  },
};

/** SoftmaxCrossEntropyGrad of dy, logits and targets. */
export const crossEntropyGradient: NativeKernel = {
  takes: 'float32',
  accepts: allAre('float32'),
  lower(call) {
    const dy = operand(call.inputs);
    const count = operand(call.outputs).shape.at(-1) as number;
    const perChunk = rowsOfChunk(4 * count + 4);
    const addresses = [...call.inputs, operand(call.outputs)].map(({ address }) => address);
    const words = [...addresses, dy.size, count, perChunk];
    call.emit('crossEntropyGradient', chunksOf(dy.size, perChunk), words);
  },
};
