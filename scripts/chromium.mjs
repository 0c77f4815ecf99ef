import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './commands.mjs';

const usual = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The browser that packages and site are tested in: `CHROMIUM_PATH`, an installed one, or one that is installed now, with
 * Debian's packages where that is allowed and else by Playwright into the user's cache.
 * @returns its path; empty for Playwright's own
 */
export function chromium() {
  const installed = () => usual.find((path) => path && existsSync(path));
  if (!installed()) install();
  return installed() ?? '';
}

function install() {
  if (existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    // Another installation may be under way.
    const patient = ['-o', 'DPkg::Lock::Timeout=300'];
    run('apt-get', ['update', '-qq']);
    run('apt-get', [...patient, 'install', '-y', '-qq', '--no-install-recommends', 'chromium']);
    return;
  }
  run('node', [
    join(root, 'browser-tests/node_modules/playwright-core/cli.js'),
    'install',
    'chromium-headless-shell',
  ]);
}
