import { adjacencyMap } from '../../peers/adjacency-map.js';
import { measured } from './search.js';
import type { Perform } from './task.js';

export const perform: Perform<'graph'> = (size) => measured(() => adjacencyMap(size));
