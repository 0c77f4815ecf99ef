import { serve } from './serve.js';

/** The worker of a demo that does not train: makes a view of every setting. To be called once, by the worker's own module. */
export function serveViews<Settings, View>(viewOf: (settings: Settings) => Promise<View>): void {
  serve<Settings, View>((first) => {
    let settings = first;
    return {
      configure(next) {
        settings = next;
        return false;
      },
      async step() {},
      end: undefined,
      view: () => viewOf(settings),
      dispose() {},
    };
  });
}
