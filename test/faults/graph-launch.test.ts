import { graphLaunch } from '../../machines/networks/graph-launch.js';
import { describeFaults } from '../support/faults.js';
import { counterexamples } from './graph-launch.counterexamples.js';

describeFaults(graphLaunch, counterexamples);
