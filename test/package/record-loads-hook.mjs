import { appendFileSync } from 'node:fs';
import { env } from 'node:process';

export async function load(url, context, next) {
  appendFileSync(env.LOADED, `${url}\n`);
  return next(url, context);
}
