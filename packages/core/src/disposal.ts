declare global {
  // For projects whose `lib` is older than esnext.disposable; the same declarations as there.
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
  interface Disposable {
    [Symbol.dispose](): void;
  }
}

/** `Symbol.dispose`, or where the browser lacks it the stand-in that compilers of `using` agree on. */
export const disposeSymbol: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');
