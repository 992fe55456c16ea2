import ts from 'typescript';
import { numbered } from './edit.js';

/** One whole number of a source changed by one. */
export interface ConstantEdit {
  readonly name: string;
  /** Where the number stands in the text, and what stands there instead. */
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/**
 * Every whole number of a source, one more, and one less if it is above 0. Numbers of delays are left out: where all orders of
 * events are explored, only their names count.
 *
 * @param text JavaScript
 */
export function constantEditsOf(file: string, text: string): ConstantEdit[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
  const edits: ConstantEdit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'delays') return;
    if (ts.isNumericLiteral(node) && Number.isInteger(Number(node.text))) {
      const value = Number(node.text);
      for (const other of value > 0 ? [value + 1, value - 1] : [value + 1]) {
        const [start, end] = [node.getStart(), node.getEnd()];
        const name = `${file} ${enclosing(node)}: ${other} for ${value} in '${around(node)}'`;
        edits.push({ name, start, end, by: String(other) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return numbered(edits);
}

/** Longest part of a source that is told, in characters. */
const TOLD_LENGTH_MAX = 70;

/** The largest expression around a number that is short enough to be told. */
function around(node: ts.Node): string {
  let text = node.getText();
  for (
    let outer = node.parent;
    ts.isExpression(outer) || ts.isVariableDeclaration(outer);
    outer = outer.parent
  ) {
    const wider = outer.getText().replace(/\s+/g, ' ');
    if (wider.length > TOLD_LENGTH_MAX) break;
    text = wider;
  }
  return text;
}

/** The functions, variables and properties around a number, the outermost first. */
function enclosing(node: ts.Node): string {
  const names: string[] = [];
  for (let outer = node.parent; !ts.isSourceFile(outer); outer = outer.parent) {
    if (
      ts.isFunctionDeclaration(outer) ||
      ts.isVariableDeclaration(outer) ||
      ts.isPropertyAssignment(outer)
    ) {
      names.unshift((outer.name?.getText() ?? 'unnamed').replace(/\s+/g, ' '));
    }
  }
  return names.join('.');
}
