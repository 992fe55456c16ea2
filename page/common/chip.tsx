import type { Report } from '../../src/report/page/report-data.js';

type Verdict = Report['verdict'] | 'caught' | 'missed';

const CHIPS: Readonly<Record<Verdict, readonly [colour: string, text: string]>> = {
  holds: ['good', '✓ holds'],
  'holds-in-sample': ['good', '✓ in a sample'],
  violated: ['bad', '✗ violated'],
  inconclusive: ['open', '? not finished'],
  caught: ['good', '✓ caught'],
  missed: ['bad', '✗ missed'],
};

/** A verdict, told by a sign, a word and a colour. */
export function Chip({ verdict }: { readonly verdict: Verdict }) {
  const [colour, text] = CHIPS[verdict];
  return <span class={`chip ${colour}`}>{text}</span>;
}
