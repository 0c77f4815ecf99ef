/** Opens the editor of a piece of live code when the reader asks for it; on its own page at once. */
export function openOnClick(): void {
  for (const root of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const { code = '', title = '' } = root.dataset;
    const open = async (): Promise<void> => {
      const { LiveCode } = await import('./mount.js');
      const live = new LiveCode(root, code, title);
      root.dataset.live = 'open';
      if (root.dataset.page === undefined) {
        live.focus();
        live.run();
        return;
      }
      await live.openLink();
      addEventListener('hashchange', () => void live.openLink());
    };
    if (root.dataset.page !== undefined) {
      void open();
      continue;
    }
    const button = root.querySelector<HTMLButtonElement>(':scope > button');
    if (!button) continue;
    button.hidden = false;
    button.addEventListener('click', () => {
      button.disabled = true;
      void open().catch(() => {
        button.disabled = false;
        button.textContent = 'The editor did not load. Try again';
      });
    });
  }
}
