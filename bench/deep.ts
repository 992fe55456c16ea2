import ora from 'ora';
import { DEEP_CHECKS, runDeepChecks } from './deep-checks.js';

const spinner = ora({ stream: process.stderr, isSilent: !process.stderr.isTTY });
const passed = await runDeepChecks(DEEP_CHECKS, {
  begin: (name) => {
    spinner.start(name);
  },
  progress: (name, progress) => {
    spinner.text = `${name}: ${progress}`;
    // The check leaves the spinner no time to turn by itself.
    spinner.render();
  },
  end: (name, { summary, faults }) => {
    spinner.stop();
    process.stdout.write(`${faults.length === 0 ? 'passed' : 'FAILED'}  ${name}: ${summary}\n`);
    for (const fault of faults) process.stdout.write(`        ${fault}.\n`);
  },
});
process.exitCode = passed ? 0 : 1;
