import { type Drawing, IDS } from './random-network.js';

/** A drawing as text, to be read: charts, channels, claims, monitors, fairness. */
export function describeDrawing({
  charts,
  sameAs,
  turned,
  channels,
  properties,
  monitors,
  fairness,
}: Drawing): string {
  const lines = charts.map((chart, at) => {
    const { states, isFinal, entry, isOpen, stimuli, crashes, restarts, starts } = chart;
    const shown = states.map(({ on, after, isRest }, state) => {
      const name = `s${state}${isRest ? ' (rest)' : ''}${isFinal && state === 2 ? ' (final)' : ''}`;
      const transitions = [
        ...Object.entries(on).flatMap(([type, list]) => list.map((each) => [type, each] as const)),
        ...(after === undefined ? [] : [['after', after] as const]),
      ];
      const texts = transitions.map(
        ([type, { target, guard, actions }]) =>
          `${type}${guard === undefined ? '' : ` [${guard}]`} -> ${target ?? 'stays'}${actions.map((action) => `; ${action}`).join('')}`,
      );
      return `    ${name}: ${texts.join(' | ')}`;
    });
    const options = [
      ...(sameAs[at] === undefined ? [] : [`has the chart of ${IDS[sameAs[at]]}`]),
      ...(turned[at] === 0 ? [] : ['its names are turned']),
      ...(isOpen ? ['open'] : []),
      ...(stimuli.length === 0 ? [] : [`stimuli ${stimuli.join(' ')}`]),
      ...(entry.length === 0 ? [] : [`at its start ${entry.join('; ')}`]),
      ...(crashes === 0 ? [] : [restarts ? 'crashes and restarts' : 'crashes']),
      ...(starts === 1 ? [] : ['starts with n 0 or 1']),
    ];
    return [`  ${IDS[at]}: ${options.join(', ')}`, ...shown].join('\n');
  });
  const drawn = monitors.flatMap(({ states, stepsOf }, at) => [
    `  monitor ${at}, of steps of ${stepsOf}:`,
    ...states.map(
      ({ on }, state) =>
        `    m${state}: ${Object.entries(on)
          .map(([type, target]) => `${type} -> ${target}`)
          .join(' | ')}`,
    ),
  ]);
  const claims = properties.map(({ name }) => name).join(', ');
  return [
    ...lines,
    `  channels ${JSON.stringify(channels)}`,
    `  fairness ${JSON.stringify(fairness)}`,
    `  claims ${claims}`,
    ...drawn,
  ].join('\n');
}
