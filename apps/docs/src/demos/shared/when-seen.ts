/** Does something the first time that an element is well on screen, unless the reader wants no motion. */
export function whenSeen(element: Element, signal: AbortSignal, act: () => void): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const observer = new IntersectionObserver(
    ([entry]) => {
      if (!entry?.isIntersecting) return;
      observer.disconnect();
      act();
    },
    { threshold: 0.4 },
  );
  observer.observe(element);
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
}

/** Says when an element leaves the screen, or its page is hidden, and when it is back. */
export function whileSeen(element: Element, signal: AbortSignal, seen: (isSeen: boolean) => void): void {
  let isOnScreen = true;
  let told = true;
  const tell = (): void => {
    const isSeen = isOnScreen && document.visibilityState === 'visible';
    if (isSeen === told) return;
    told = isSeen;
    seen(isSeen);
  };
  const observer = new IntersectionObserver(([entry]) => {
    isOnScreen = entry?.isIntersecting ?? true;
    tell();
  });
  observer.observe(element);
  document.addEventListener('visibilitychange', tell, { signal });
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
}
