/**
 * Keras' two kinds of JSON: 3, of `.keras` files, and 2, of TensorFlow.js and of `.h5` files before Keras 3.
 */
export type Dialect = 2 | 3;

/** What goes with a value that is read or written. */
export interface Conversation {
  readonly dialect: Dialect;
  /** Tells of what the other side does not have. */
  missing(what: string): void;
}
