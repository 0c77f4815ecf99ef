/** Thrown by a rule for what ONNX cannot express; the writer gathers the reasons of all of them into one error. */
export class Unsupported extends Error {}
