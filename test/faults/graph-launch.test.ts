import { graphLaunch } from '../../properties/graph-launch/family.js';
import { describeFaults } from '../support/faults.js';
import { counterexamples } from './graph-launch.counterexamples.js';

describeFaults(graphLaunch, counterexamples);
