// Goal: verdicts on properties are read at a glance: what is worst comes first, and what is never reached is not called violated.

import { expect, it } from 'vitest';
import { PLAIN } from '../../src/report/palette.js';
import { propertiesText, reportedProperties, tightest } from '../../src/report/properties-text.js';
import { explored } from './results.js';

it('properties are grouped, the worst first', () => {
  const properties = [
    { name: 'a', verdict: 'holds' as const },
    { name: 'b', verdict: 'holds-in-sample' as const },
    { name: 'c', verdict: 'inconclusive' as const },
    { name: 'd', verdict: 'violated' as const },
    { name: 'e', verdict: 'violated' as const, margin: -2 },
    { name: 'f', verdict: 'holds' as const, margin: 0 },
  ];
  expect(propertiesText(reportedProperties(properties, [{ property: 'e' }]), PLAIN)).toBe(`\
  violated             e (smallest margin -2)
  never reached        d
  inconclusive         c
  holds in the sample  b
  holds                a, f (smallest margin 0)`);
});

it('properties go on to further lines where there are many', () => {
  const properties = Array.from({ length: 9 }, (_, index) => ({
    name: `operator-order of stream ${index}`,
    verdict: 'holds' as const,
  }));
  const lines = propertiesText(properties, PLAIN).split('\n');
  expect(lines).toHaveLength(3);
  expect(lines.every((line) => line.length <= 110)).toBe(true);
  expect(lines[0]).toMatch(/^ {2}holds {2}operator-order of stream 0, .*,$/);
  expect(lines[1]).toMatch(/^ {9}operator-order of stream 3, .*,$/);
  expect(lines[2]).toMatch(/^ {9}operator-order of stream 6, .* 8$/);
});

it('very many properties that hold and differ in an index only are one; what is violated is named', () => {
  const properties = Array.from({ length: 320 }, (_, die) => [
    {
      name: `slots-read-once at die ${die}`,
      verdict: die === 7 ? ('violated' as const) : ('holds' as const),
    },
    { name: `epoch-skew at die ${die}`, verdict: 'holds' as const, margin: (die + 100) % 320 },
  ]).flat();
  expect(propertiesText(properties, PLAIN)).toBe(`\
  violated  slots-read-once at die 7
  holds     slots-read-once (319 dies), epoch-skew (320 dies) (smallest margin 0)`);
  // Of those that can be read, each is named.
  expect(propertiesText(properties.slice(0, 200), PLAIN)).toContain('slots-read-once at die 99');
});

it('properties may be none', () => {
  expect(propertiesText([], PLAIN)).toBe('');
});

it('properties have a tightest margin, if any', () => {
  expect(tightest(explored.properties)).toBe('credits 0.25');
  expect(tightest([{ name: 'a', verdict: 'holds' }])).toBe('');
});
