import { type CommandModule } from '../command-module.js';
import { EXIT } from '../exit-code.js';
import { type ProjectFile, projectFiles, type ProjectFacts, projectFacts } from '../project.js';
import type { Session } from '../session.js';
import { CheckError, writeWhole } from '../../index.js';
import { existsSync, statSync } from 'node:fs';
import { relative } from 'node:path';

export const add: CommandModule['add'] = (program, { session, finish }) => {
  program
    .command('init [folder]')
    .description(
      'Writes a small network, a test of it for Vitest, and a workflow for GitHub into a project, or into an empty folder. It overwrites nothing.',
    )
    .action((folder: string | undefined) => finish(init(session, folder ?? '.')));
};

/** Writes what is not there yet, and tells what to do with it. */
function init(session: Session, folder: string): number {
  const root = session.path(folder);
  if (!existsSync(root)) {
    throw new CheckError(
      `There is no folder '${folder}'. Make it first, or leave it out to use the present one.`,
    );
  }
  if (!statSync(root).isDirectory())
    throw new CheckError(`'${folder}' is a file. Give a folder, or leave it out to use the present one.`);
  const facts = projectFacts(root);
  const written: ProjectFile[] = [];
  const left: ProjectFile[] = [];
  for (const file of projectFiles(root, facts)) {
    if (file.isThere) left.push(file);
    else {
      writeWhole(file.path, file.content);
      written.push(file);
    }
  }
  session.print(initText(session.io.cwd, root, facts, written, left));
  return EXIT.holds;
}

function initText(
  cwd: string,
  root: string,
  { missing, hasDescription }: ProjectFacts,
  written: readonly ProjectFile[],
  left: readonly ProjectFile[],
): string {
  const shown = ({ path }: ProjectFile) => relative(cwd, path);
  const width = Math.max(...written.map((file) => shown(file).length), 0);
  const lines = written.map((file) => `  ${shown(file).padEnd(width)}  ${file.what}`);
  const install = hasDescription ? `npm install --save-dev ${missing.join(' ')}` : 'npm install';
  const enter = relative(cwd, root) === '' ? [] : [`  cd ${relative(cwd, root)}`];
  const needsInstall = !hasDescription || missing.length > 0;
  return [
    ...(lines.length === 0 ? ['Everything is there already; nothing was written.'] : ['Written:', ...lines]),
    ...(left.length === 0 ? [] : [`There already, and left as it was: ${left.map(shown).join(', ')}`]),
    '',
    'Now run:',
    ...enter,
    ...(needsInstall ? [`  ${install}`] : []),
    '  npx cloudmatrix-check    goes through all states of the network',
    '  npx vitest run           does so as a test',
  ].join('\n');
}
