import { html } from './element.js';
import type { Evaluate } from './evaluation.js';

/** Evaluates on the page's thread, at once: what takes a few milliseconds. */
export function onPage<Settings, View>(viewOf: (settings: Settings) => View): Evaluate<Settings, View> {
  return ({ onView, onFailed }) => ({
    element: html('p', { class: 'backend' }, 'Computed in this page by Descent, on one thread.'),
    ask(settings) {
      let view: View;
      try {
        view = viewOf(settings);
      } catch (error) {
        return onFailed(error instanceof Error ? error.message : String(error));
      }
      onView(view, settings);
    },
  });
}
