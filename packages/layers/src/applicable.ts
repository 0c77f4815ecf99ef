/**
 * A base class whose instances are functions: `layer(x)` is `layer.apply(x)`. They have the methods of their class, not
 * those of functions.
 */
export abstract class Applicable {
  constructor() {
    const self = ((inputs: unknown) => self.apply(inputs)) as unknown as this;
    // Functions have a name of their own, which would hide the getter of the class.
    Reflect.deleteProperty(self, 'name');
    Object.setPrototypeOf(self, new.target.prototype);
    // biome-ignore lint/correctness/noConstructorReturn: an instance that can be called is another object
    return self;
  }

  /** What calling the instance does. */
  abstract apply(inputs: unknown): unknown;
}
