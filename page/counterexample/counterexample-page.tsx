import { useMemo, useRef, useState } from 'preact/hooks';
import type { Explanation } from '../../src/counterexample/explain/explanation.js';
import type { ReportCounterexample } from '../../src/report/page/report-data.js';
import type { Report } from '../../src/report/page/report-data.js';
import { Chip } from '../common/chip.js';
import { Command } from '../common/command.js';
import { Linked } from '../common/prose.js';
import { useTitle } from '../common/title.js';
import { useKeys } from '../keys.js';
import { parametersText } from '../text.js';
import { ChartCards } from './chart-cards.js';
import { History, type Variable } from './history.js';
import { LaneRows } from './lane-rows.js';
import { MemoryCard } from './memory-card.js';
import { headOf, nameOf } from './name.js';
import { OnTheirWay } from './on-their-way.js';
import { type State, statesOf } from './states.js';
import { StepCard } from './step-card.js';
import { KeysHelp, Toolbar } from './toolbar.js';
import { type View, viewOf } from './view.js';
import { WhyBox } from './why-box.js';

interface Props {
  readonly report: Report;
  readonly counterexample: ReportCounterexample;
}

/** A counterexample: why on the left, with its steps; on the right what the selected step does. */
export function CounterexamplePage({ report, counterexample }: Props) {
  const { id, explanation } = counterexample;
  const states = useMemo(() => statesOf(explanation), [explanation]);
  const view = viewOf(id, explanation);
  const [history, setHistory] = useState<Variable>();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [chartTurn, setChartTurn] = useState(0);
  const filterField = useRef<HTMLInputElement>(null);
  useTitle(`${nameOf(counterexample)}, step ${view.step} of ${explanation.steps.length}`);
  const showSubject = () => {
    const { subject } = explanation.why;
    if (subject !== null) setHistory(history === undefined ? subject : undefined);
  };
  useKeys({
    ...steppingKeys(view, explanation),
    h: showSubject,
    c: () => setChartTurn(chartTurn + 1),
    '/': () => filterField.current?.focus(),
    '?': () => setHelpOpen(!isHelpOpen),
    Escape: () => {
      setHelpOpen(false);
      setHistory(undefined);
    },
  });
  return (
    <>
      <Head counterexample={counterexample} />
      <div class="viewer">
        <div class="left">
          <WhyBox
            counterexample={counterexample}
            step={view.step}
            footer={
              counterexample.again !== undefined && (
                <p class="muted small">
                  Again: <Command text={counterexample.again} />
                </p>
              )
            }
          />
          <Toolbar
            explanation={explanation}
            view={view}
            filterField={filterField}
            onHelp={() => setHelpOpen(!isHelpOpen)}
          />
          {isHelpOpen && <KeysHelp />}
          <LaneRows explanation={explanation} view={view} />
        </div>
        <div class="right">
          <Details
            report={report}
            counterexample={counterexample}
            states={states}
            view={view}
            chartTurn={chartTurn}
            onHistory={setHistory}
          />
          {history !== undefined && (
            <History
              explanation={explanation}
              states={states}
              variable={history}
              view={view}
              onClose={() => setHistory(undefined)}
            />
          )}
        </div>
      </div>
    </>
  );
}

/** What is said in passing, as a sentence of its own. */
const sentenceOf = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function steppingKeys(view: View, { steps, loop }: Explanation): Readonly<Record<string, () => void>> {
  const step = steps[view.step - 1];
  const effect = steps.find(({ causes }) => causes.includes(view.step));
  return {
    ArrowRight: view.next,
    ArrowDown: view.next,
    j: view.next,
    ArrowLeft: view.previous,
    ArrowUp: view.previous,
    k: view.previous,
    'Shift+ArrowRight': view.nextKey,
    'Shift+ArrowLeft': view.previousKey,
    Home: () => view.goTo(0),
    End: () => view.goTo(steps.length, loop === null ? 1 : view.round),
    f: view.toggleAll,
    '[': () => {
      const cause = step?.causes.at(-1);
      if (cause !== undefined) view.goTo(cause);
    },
    ']': () => {
      if (effect !== undefined) view.goTo(effect.n);
    },
  };
}

/** What is violated, how long it took, and what is claimed. */
function Head({ counterexample }: { readonly counterexample: ReportCounterexample }) {
  const { explanation, parameters, design } = counterexample;
  const { property, outcome, sentence, section, faults, also, message, network } = explanation;
  const named = parametersText(parameters);
  return (
    <div class="head">
      <h1>
        {outcome === 'violated' ? <Chip verdict="violated" /> : <span class="chip good">✓ reached</span>}{' '}
        {property} <span class="muted">{headOf(explanation)}</span>
      </h1>
      <p>
        {sentence ?? sentenceOf(message)}
        {section !== null && <span class="muted"> (section {section})</span>}
        {faults.map(({ id, title, link }) => (
          <span key={id}>
            {' '}
            Fault <Linked href={link}>{id}</Linked>: {title}.
          </span>
        ))}
      </p>
      <p class="muted">
        {network}
        {design !== undefined && `, design ${design.join(', ')}`}
        {named === '' ? '' : `, ${named}`}
        {also.length > 0 &&
          ` · also violated by these steps: ${also.map((each) => each.property).join(', ')}`}
      </p>
    </div>
  );
}

interface DetailsProps {
  readonly report: Report;
  readonly counterexample: ReportCounterexample;
  readonly states: readonly State[];
  readonly view: View;
  readonly chartTurn: number;
  readonly onHistory: (variable: Variable) => void;
}

/** The selected step: in words, what it changed, the charts, what is on its way. */
function Details({ report, counterexample, states, view, chartTurn, onHistory }: DetailsProps) {
  const { explanation } = counterexample;
  const { loop, steps } = explanation;
  const now = states[view.step]!;
  const isBack = loop !== null && view.round > 1 && view.step === loop + 1;
  const before = view.step === 0 ? undefined : states[isBack ? steps.length : view.step - 1];
  const moment = { explanation, before, now, step: steps[view.step - 1] };
  return (
    <>
      <StepCard {...moment} view={view} onHistory={onHistory} />
      <MemoryCard {...moment} onHistory={onHistory} />
      <ChartCards
        {...moment}
        charts={report.charts}
        ids={counterexample.charts}
        turn={chartTurn}
        onHistory={onHistory}
      />
      <OnTheirWay explanation={explanation} view={view} />
    </>
  );
}
