#!/usr/bin/env node
import { catalogue } from '../machines/catalogue.js';
import { EXIT } from './cli/exit-code.js';
import { processIo } from './cli/process-io.js';
import { runCli } from './cli/run-cli.js';

process.exitCode = await runCli(process.argv.slice(2), catalogue, processIo());
// Whoever interrupts twice does not want what is still running to come to its end.
if (process.exitCode === EXIT.interrupted) process.exit();
