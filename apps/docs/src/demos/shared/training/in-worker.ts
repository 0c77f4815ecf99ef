import type { Evaluate } from '../evaluation.js';
import { BackendSwitch } from './backend-switch.js';
import { Evaluator } from './evaluator.js';

/** Evaluates in a worker that runs `serveViews`, on the backend that the reader chooses. */
export function inWorker<Settings, View>(worker: Worker): Evaluate<Settings, View> {
  return ({ onView, onFailed }, signal) => {
    let asked: Settings | undefined;
    const start = (settings: Settings): void => evaluator.start(settings, backend.choice);
    const backend = new BackendSwitch(
      () => {
        if (asked !== undefined) start(asked);
      },
      signal,
      'Computed',
    );
    const evaluator = new Evaluator<Settings, View>(
      worker,
      {
        onReady: (choice, description) => backend.show(choice, description),
        onView,
        onFailed(message) {
          backend.takeBack();
          onFailed(message);
        },
      },
      signal,
    );
    return {
      element: backend.element,
      ask(settings) {
        const isFirst = asked === undefined;
        asked = settings;
        if (isFirst) start(settings);
        else evaluator.ask(settings);
      },
    };
  };
}
