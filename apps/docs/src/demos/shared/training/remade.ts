import type { Trainable } from './trainable.js';

/**
 * What `serve` is given where some settings mean another run: the trainable is made anew when one of them changes, and
 * takes over the others.
 */
export function remade<Settings, View, Act = never>(
  make: (settings: Settings) => Promise<Trainable<Settings, View, Act>>,
  names: readonly (keyof Settings)[],
): (settings: Settings) => Promise<Trainable<Settings, View, Act>> {
  return async (first) => {
    let run = await make(first);
    let current = first;
    return {
      get end() {
        return run.end;
      },
      async configure(settings) {
        const before = current;
        current = settings;
        if (names.every((name) => settings[name] === before[name])) return run.configure(settings);
        run.dispose();
        run = await make(settings);
        return true;
      },
      act: (act) => run.act?.(act),
      step: () => run.step(),
      view: () => run.view(),
      dispose: () => run.dispose(),
    };
  };
}
