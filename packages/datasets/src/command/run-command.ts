import { parseArgs } from 'node:util';
import { DescentError } from '@descent/core';
import { audit } from './audit.js';
import { type Command, type Given, type Output, WrongWords } from './command.js';
import { describe } from './describe.js';
import { fetch } from './fetch.js';
import { list } from './list.js';
import { verify } from './verify.js';
import { version } from './version.js';

const commands: readonly Command[] = [list, fetch, verify, describe, audit];

/**
 * Does what the words of a command line say.
 * @returns the exit status: 0, or 1 where something failed or was found, or 2 for words that make no sense
 */
export async function runCommand(words: readonly string[], output: Output): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    output.print(overview());
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v') {
    output.print(await version());
    return 0;
  }
  const command = commands.find((each) => each.name === name);
  if (!command) {
    output.tell(`descent-datasets: no command is called '${name}'`);
    output.tell(`  fix: take one of ${commands.map((each) => each.name).join(', ')}`);
    return 2;
  }
  let given: Given;
  try {
    given = parsed(command, rest);
  } catch (error) {
    output.tell(`descent-datasets ${name}: ${(error as Error).message.split('. ')[0]}`);
    output.tell(`  fix: descent-datasets ${name} --help says how it is used`);
    return 2;
  }
  if (given.values.help) {
    output.print(helpOf(command));
    return 0;
  }
  try {
    return await command.run(given, output);
  } catch (error) {
    if (!(error instanceof DescentError)) throw error;
    output.tell(`descent-datasets ${name}: ${error.message} (${error.code})`);
    return error instanceof WrongWords ? 2 : 1;
  }
}

function parsed({ options, words: [fewest, most] }: Command, args: readonly string[]): Given {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { ...options, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (positionals.includes(''))
    throw new WrongWords('a word that follows is empty: a variable may not be set');
  if (!values.help && (positionals.length < fewest || positionals.length > most)) {
    const expected = fewest === most ? `${fewest}` : `${fewest} to ${most}`;
    throw new WrongWords(`${positionals.length} words follow, expected ${expected}`);
  }
  return { positionals, values: values as Given['values'] };
}

function overview(): string {
  const rows = commands.map(({ name, usage, summary }) => `  ${`${name} ${usage}`.padEnd(22)} ${summary}`);
  return [
    'Usage: descent-datasets COMMAND',
    '',
    ...rows,
    '',
    'descent-datasets COMMAND --help says more, --version which version this is.',
  ].join('\n');
}

function helpOf({ name, usage, summary, help, options }: Command): string {
  const hasOptions = Object.keys(options).length > 0;
  const line = ['Usage: descent-datasets', name, usage, hasOptions ? '[OPTIONS]' : '']
    .filter((each) => each !== '')
    .join(' ');
  return [line, '', `It ${summary}.`, ...help].join('\n');
}
