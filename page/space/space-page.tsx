import type { Report } from '../../src/report/page/report-data.js';

export function SpacePage({ space }: { readonly report: Report; readonly space: Report['spaces'][number] }) {
  return <h1>Step through {space.network}</h1>;
}
