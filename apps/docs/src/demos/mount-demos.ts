/** A demo: fills `root` and ends when `signal` aborts. */
interface DemoModule {
  mount(root: HTMLElement, signal: AbortSignal): void;
}

const demos = import.meta.glob<DemoModule>('./*/mount.ts');

/** Starts every demo of the page when it comes within a screen's height. */
export function mountDemos(): void {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        void start(target as HTMLElement);
      }
    },
    { rootMargin: '100%' },
  );
  for (const root of document.querySelectorAll('[data-demo]')) observer.observe(root);
}

async function start(root: HTMLElement): Promise<void> {
  const load = demos[`./${root.dataset.demo}/mount.ts`];
  if (!load) throw new Error(`no demo is called '${root.dataset.demo}'`);
  const ending = new AbortController();
  addEventListener('pagehide', (event) => {
    if (!event.persisted) ending.abort();
  });
  (await load()).mount(root, ending.signal);
}
