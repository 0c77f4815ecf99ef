/** Remembers, while the tab is open, that the page was loaded anew; once must do. */
const tried = 'descent-isolation';

/**
 * Isolates a page whose host sends no headers for it: a service worker adds them, and the page is loaded once more. Where
 * that cannot be, demos run on one thread, and each says so beside its backend.
 */
export async function isolate(): Promise<void> {
  if (globalThis.crossOriginIsolated || !globalThis.isSecureContext || !('serviceWorker' in navigator))
    return;
  if (wasTried()) return;
  const base = import.meta.env.BASE_URL.replace(/\/?$/, '/');
  try {
    await navigator.serviceWorker.register(`${base}isolation-worker.js`);
    await navigator.serviceWorker.ready;
  } catch {
    // Some browsers refuse service workers, in private windows for instance: one thread then.
    return;
  }
  location.reload();
}

/** Without a place to remember it, nothing is tried: a page that is loaded for ever is worse than a slow one. */
function wasTried(): boolean {
  try {
    if (sessionStorage.getItem(tried)) return true;
    sessionStorage.setItem(tried, 'yes');
    return false;
  } catch {
    return true;
  }
}
