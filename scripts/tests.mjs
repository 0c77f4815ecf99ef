import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root, run, runBeside } from './commands.mjs';

const reports = join(root, 'node_modules', '.cache', 'tests');

/**
 * Runs Vitest in a folder, shows what it prints, and keeps a report for {@link results}.
 * @param {string} name - of the report
 * @param {string} folder - seen from the root of the repository
 * @throws Error when a test fails
 */
export function runTests(name, folder = '.') {
  run('vitest', argumentsFor(name), { cwd: join(root, folder) });
}

/**
 * Runs some projects of Vitest at the same time, each in a process of its own.
 * @param {string[]} projects - also the names of their reports
 * @param {string} folder - seen from the root of the repository
 * @throws Error when a test fails, once all have ended
 */
export async function runProjects(projects, folder) {
  const runs = projects.map((name) =>
    runBeside('vitest', [...argumentsFor(name), `--project=${name}*`], { cwd: join(root, folder) }),
  );
  const failed = (await Promise.allSettled(runs)).filter(({ status }) => status === 'rejected');
  if (failed.length > 0) throw new Error(failed.map(({ reason }) => reason.message).join('\n'));
}

function argumentsFor(name) {
  const file = join(reports, `${name}.json`);
  rmSync(file, { force: true });
  return ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
}

/** Forgets earlier runs. */
export function forgetResults() {
  rmSync(reports, { recursive: true, force: true });
}

/**
 * What the runs since {@link forgetResults} came to: how many tests passed, which failed, and which passed only when
 * they were tried again; each with the first line of what it said.
 */
export function results() {
  let passed = 0;
  const [failed, unsteady] = [[], []];
  for (const report of existsSync(reports) ? readdirSync(reports) : []) {
    const { numPassedTests, testResults } = JSON.parse(readFileSync(join(reports, report), 'utf8'));
    passed += numPassedTests;
    for (const { name: file, status, message, assertionResults } of testResults) {
      const say = (said, title = '') => `${relative(root, file)} ${title}: ${said.trim().split('\n', 1)[0]}`;
      let isExplained = false;
      for (const { status: result, fullName, failureMessages = [] } of assertionResults) {
        if (result === 'failed') isExplained = true;
        if (failureMessages.length > 0)
          (result === 'failed' ? failed : unsteady).push(say(failureMessages[0], fullName));
      }
      if (status === 'failed' && !isExplained) failed.push(say(message));
    }
  }
  return { passed, failed, unsteady };
}
