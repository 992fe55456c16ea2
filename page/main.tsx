import { render } from 'preact';
import { App } from './app.js';
import { loadReport } from './data.js';
import './style.css';

const root = document.getElementById('app')!;

loadReport().then(
  (report) => {
    root.textContent = '';
    render(<App report={report} />, root);
  },
  (problem: unknown) => {
    root.textContent = `The data of this report cannot be read: ${problem instanceof Error ? problem.message : String(problem)}. Write the report anew.`;
  },
);
