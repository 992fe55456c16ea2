#!/usr/bin/env node
import { extname } from 'node:path';
import { supervise } from './cli/supervisor.js';

// The file beside this one, compiled or not.
await supervise(new URL(`./worker${extname(import.meta.url)}`, import.meta.url), process.argv.slice(2));
