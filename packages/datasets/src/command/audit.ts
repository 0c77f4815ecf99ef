import { writeFile } from 'node:fs/promises';
import { DataError } from '@descent/core';
import { audit as auditSets } from '../audit/audit.js';
import { imagesOf } from '../audit/images-of.js';
import { showAudit } from '../audit/show-audit.js';
import { type Command, type Output, WrongWords } from './command.js';

export const audit: Command = {
  name: 'audit',
  usage: 'TRAIN [TEST]',
  summary: 'looks for what makes an accuracy on pictures worth nothing',
  help: [
    'TRAIN and TEST are folders: with a metadata.csv, or a folder for each class.',
    '  --by COLUMN       group pictures by this column of the metadata, such as a patient’s',
    '  --ignore COLUMNS  columns, with commas between, that may tell the class, such as a diagnosis',
    '  --json FILE       write all that was found to a file',
    '  --strict          exit status 1 where something serious is found; needs TEST',
  ],
  words: [1, 2],
  options: {
    by: { type: 'string' },
    ignore: { type: 'string' },
    json: { type: 'string' },
    strict: { type: 'boolean' },
  },
  async run({ positionals: [train = '', test], values }, output) {
    if (values.strict && test === undefined) {
      throw new WrongWords('--strict holds a training set against a test set, and there is no TEST', {
        fix: 'give TEST, or leave --strict out',
      });
    }
    const sets = [
      await listed(train, output),
      test === undefined ? undefined : await listed(test, output),
    ] as const;
    const found = await auditSets(...sets, {
      ...(typeof values.by === 'string' && { by: values.by }),
      ...(typeof values.ignore === 'string' && { ignore: values.ignore.split(',') }),
    });
    output.print(showAudit(found));
    if (typeof values.json === 'string') await write(values.json, `${JSON.stringify(found, null, 2)}\n`);
    return values.strict && found.findings.some(({ severity }) => severity === 'serious') ? 1 : 0;
  },
};

async function listed(path: string, { tell }: Output) {
  const set = await imagesOf(path);
  if (set.leftOut.length > 0) {
    const [first] = set.leftOut;
    tell(
      `${path}: ${set.leftOut.length} files are left out, the first, ${first?.path}, because ${first?.problem}`,
    );
  }
  return set;
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new DataError(`cannot write ${path}: ${(error as Error).message}`, {
      code: 'E_IO',
      fix: 'give a file in a folder that is there and may be written to',
      cause: error,
    });
  }
}
