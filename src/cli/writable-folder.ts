import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Says before the work that a file can be written in its folder, or that the folder can be made. @throws Error with the system's reason */
export function requireWritableFolder(file: string): void {
  let folder = dirname(file);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  if (!statSync(folder).isDirectory()) throw new Error(`'${folder}' is no directory`);
  accessSync(folder, constants.W_OK);
}
