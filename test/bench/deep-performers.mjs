// Processes of deep checks that are none.
import { spawn } from 'node:child_process';
import process from 'node:process';

const tell = (message) => process.send(message);

const PERFORMERS = {
  passes: () => {
    tell({ progress: '1 of 2' });
    tell({ progress: '2 of 2' });
    tell({ summary: 'all is well' });
  },
  fails: () => {
    tell({ fault: 'two differ' });
    tell({ summary: 'all is not well' });
  },
  leaves: () => process.exit(3),
  'is killed': () => process.kill(process.pid, 'SIGKILL'),
  'is busy': (port) => {
    tell({ fault: 'two differ' });
    const connects = `require('node:net').connect(${port}).on('error', () => {})`;
    spawn(process.execPath, ['-e', connects], { stdio: 'ignore' });
    for (;;);
  },
};

const [id, argument] = process.argv[2].split(':');
PERFORMERS[id](argument);
