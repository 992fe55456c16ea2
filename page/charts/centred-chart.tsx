import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ReportChart } from '../../src/report/page/report-data.js';
import { ChartFigure } from './chart-figure.js';
import type { ChartMoment } from './chart-moment.js';

interface Props {
  readonly chart: ReportChart;
  readonly label: string;
  readonly moment: ChartMoment;
}

/** A chart in its own box, with its present state in sight, of several the one that was entered last: a large one is not shrunk, and scrolls. */
export function CentredChart({ chart, label, moment }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const present = [...moment.present, ...moment.entered].join();
  useLayoutEffect(() => {
    const { current } = box;
    const { present: all, entered } = moment;
    const inSight = entered.size > 0 ? entered : all;
    const active = chart.states.filter(({ id }) => inSight.has(id)).at(-1);
    if (current === null || active === undefined) return;
    const [x, y, width, height] = active.box;
    const beside = Math.max(0, (current.clientWidth - chart.width) / 2);
    current.scrollLeft = beside + x + width / 2 - current.clientWidth / 2;
    current.scrollTop = y + height / 2 - current.clientHeight / 2;
  }, [chart, present]);
  return (
    <div ref={box} class="scrolls figure" role="region" aria-label={label} tabIndex={0}>
      <ChartFigure chart={chart} label={label} moment={moment} />
    </div>
  );
}
