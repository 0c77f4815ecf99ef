import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './commands.mjs';

const ofSystem = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The browser that packages are tested in: `CHROMIUM_PATH`, an installed one, or one that is installed now, with
 * Debian's packages where that is allowed and else by Playwright into the user's cache.
 * @returns its path; empty for Playwright's own
 */
export function chromium() {
  return found(ofSystem, 'chromium');
}

/**
 * The same without a window, in which a page opens in a third of the time; it has no tabs that are hidden.
 * @returns its path; empty for Playwright's own
 */
export function headlessShell() {
  const paths = ['/usr/bin/chromium-headless-shell', ...(isRootOfDebian() ? [] : ofSystem)];
  return found(paths, 'chromium-headless-shell');
}

function found(paths, packageOfDebian) {
  const installed = () => [process.env.CHROMIUM_PATH, ...paths].find((path) => path && existsSync(path));
  if (!installed()) install(packageOfDebian);
  return installed() ?? '';
}

const isRootOfDebian = () => existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;

function install(packageOfDebian) {
  if (isRootOfDebian()) {
    // Another installation may be under way.
    const patient = ['-o', 'DPkg::Lock::Timeout=300'];
    run('apt-get', ['update', '-qq']);
    run('apt-get', [...patient, 'install', '-y', '-qq', '--no-install-recommends', packageOfDebian]);
    return;
  }
  run('node', [
    join(root, 'browser-tests/node_modules/playwright-core/cli.js'),
    'install',
    'chromium-headless-shell',
  ]);
}
