import type { Perform, TaskName, Tasks } from './tasks/task.js';

// The whole of a contender's own process: `node contender.js <task> <options as JSON>` writes one JSON object to standard output. See `perform`.

const TASKS: { readonly [Name in TaskName]: () => Promise<{ readonly perform: Perform<Name> }> } = {
  explore: () => import('./tasks/explore.js'),
  watch: () => import('./tasks/watch.js'),
  'by-hand': () => import('./tasks/by-hand.js'),
  graph: () => import('./tasks/graph.js'),
  draw: () => import('./tasks/draw.js'),
  random: () => import('./tasks/random.js'),
  walk: () => import('./tasks/walk.js'),
};

const [name, options] = process.argv.slice(2);
if (!Object.hasOwn(TASKS, name!))
  throw new Error(`There is no task '${name}'; use one of ${Object.keys(TASKS).join(', ')}.`);

async function report<Name extends TaskName>(task: Name, given: Tasks[Name]): Promise<void> {
  const { perform } = await TASKS[task]();
  process.stdout.write(`${JSON.stringify(await perform(given))}\n`);
}

await report(name as TaskName, JSON.parse(options!) as Tasks[TaskName]);
