import './playground.css';
import { Playground } from './playground.js';

/** Puts the playground into `root`. Ends when `signal` aborts. */
export function mount(root: HTMLElement, signal: AbortSignal): void {
  root.classList.add('playground');
  new Playground(root, signal);
}
