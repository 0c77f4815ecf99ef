/** What is too wide for the page scrolls by itself; so that it does by the keyboard too, it takes the focus where it must. */
export function focusScrollable(): void {
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const element = target as HTMLElement;
      if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
      else element.removeAttribute('tabindex');
    }
  });
  for (const wide of document.querySelectorAll('.sl-markdown-content > :is(table, .katex-display)'))
    observer.observe(wide);
}
