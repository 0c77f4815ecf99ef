/** Something that the reader sets: what it is, before there is an element for it. */
export interface Control<V> {
  readonly initial: V;
  /** The element, which says what the reader chose. */
  create(name: string, changed: (value: V) => void): ControlElement<V>;
  /** For links: the value as text, and back; undefined for a text that means nothing here. */
  toText(value: V): string;
  fromText(text: string): V | undefined;
}

/** A control on the page. */
export interface ControlElement<V> {
  readonly element: HTMLElement;
  show(value: V): void;
  /** A control that does nothing just now says why. */
  setDisabled(isDisabled: boolean, reason?: string): void;
}

/** The value of a control. */
export type ValueOf<C> = C extends Control<infer V> ? V : never;
