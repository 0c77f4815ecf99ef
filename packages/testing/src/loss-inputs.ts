/** Predictions and targets for losses, two examples of three outputs: none lies on a kink. */
export const lossInputs = {
  /** Predictions of any size, such as logits. */
  numbers: [
    [2, -1, 0.3],
    [0.6, 3, -2],
  ],
  /** Targets: the right class of each example. */
  right: [
    [0, 1, 0],
    [0, 0, 1],
  ],
  /** Targets of hinges. */
  sides: [
    [-1, 1, -1],
    [-1, -1, 1],
  ],
  /** Probabilities of classes. */
  shares: [
    [0.2, 0.5, 0.3],
    [0.6, 0.1, 0.3],
  ],
  /** Other ones. */
  otherShares: [
    [0.6, 0.1, 0.3],
    [0.2, 0.5, 0.3],
  ],
};
