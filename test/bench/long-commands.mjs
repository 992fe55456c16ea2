// Ends and prints as its arguments say.
import process from 'node:process';

const COMMANDS = {
  ends: (code) => process.exit(Number(code)),
  killed: () => process.kill(process.pid, 'SIGKILL'),
  says: (word) => process.stdout.write(`first\n${word} in 1.25 s\nlast\n`),
};

const [command, argument] = process.argv.slice(2);
COMMANDS[command](argument);
