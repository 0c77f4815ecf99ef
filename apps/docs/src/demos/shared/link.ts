import { html } from './element.js';

/** What a link says of the demo of a page: `#regression?rate=0.3&batch=4`. Undefined where it speaks of none or another. */
export function stateInLink(demo: string): Record<string, string> | undefined {
  const [name, query] = location.hash.slice(1).split('?');
  if (name !== demo || query === undefined) return undefined;
  return Object.fromEntries(new URLSearchParams(query));
}

/** The address of this page with a demo as it is set. */
function linkTo(demo: string, state: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(state).toString();
  return `${location.origin}${location.pathname}${location.search}#${demo}${query ? `?${query}` : ''}`;
}

/** A button that copies the address of the demo as it is set, and says so. */
export function copyLinkButton(
  demo: string,
  state: () => Readonly<Record<string, string>>,
  say: (text: string) => void,
  signal: AbortSignal,
): HTMLButtonElement {
  const button = html('button', { type: 'button', 'data-action': 'copy-link' }, 'Copy link');
  button.addEventListener(
    'click',
    async () => {
      const link = linkTo(demo, state());
      history.replaceState(history.state, '', link);
      const isCopied = await navigator.clipboard?.writeText(link).then(
        () => true,
        () => false,
      );
      say(
        isCopied
          ? 'The link to this demo as it is set is copied.'
          : 'The address of this page now has this demo as it is set.',
      );
    },
    { signal },
  );
  return button;
}
