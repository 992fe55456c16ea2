import { Buffer } from 'node:buffer';

/** Element types, as ONNX numbers them (TensorProto.DataType). */
const ELEMENT = { uint8: 2, int8: 3, int32: 6 } as const;
type OnnxElement = keyof typeof ELEMENT;

/** A constant of a model. */
export interface OnnxConstant {
  readonly name: string;
  readonly element: OnnxElement;
  /** No dimension: a single number. */
  readonly dimensions: readonly number[];
  readonly data: Int8Array | Uint8Array;
}

/** An input or the output of a model. */
type OnnxValue = Omit<OnnxConstant, 'data'>;

export interface OneOperator {
  readonly operator: string;
  /** Names of inputs and constants, in the order of the operator's definition. */
  readonly operands: readonly string[];
  readonly inputs: readonly OnnxValue[];
  readonly constants: readonly OnnxConstant[];
  readonly output: OnnxValue;
}

/** Version of the file format, and of the set of operators; both old enough for any runtime of the last years. */
const IR_VERSION = 7;
const OPERATORS_VERSION = 13;

/** An ONNX model of one operator, in the bytes of a model file: the messages of onnx.proto3, field by field. */
export function onnxModel({ operator, operands, inputs, constants, output }: OneOperator): Uint8Array {
  const node = message(...operands.map((name) => text(1, name)), text(2, output.name), text(4, operator));
  const graph = message(
    bytes(1, node),
    text(2, operator),
    ...constants.map((constant) => bytes(5, tensor(constant))),
    ...inputs.map((input) => bytes(11, valueInfo(input))),
    bytes(12, valueInfo(output)),
  );
  const operators = message(text(1, ''), integer(2, OPERATORS_VERSION));
  return message(integer(1, IR_VERSION), bytes(7, graph), bytes(8, operators));
}

function tensor({ name, element, dimensions, data }: OnnxConstant): Buffer {
  return message(
    ...dimensions.map((dimension) => integer(1, dimension)),
    integer(2, ELEMENT[element]),
    text(8, name),
    bytes(9, Buffer.from(data.buffer, data.byteOffset, data.byteLength)),
  );
}

function valueInfo({ name, element, dimensions }: OnnxValue): Buffer {
  const shape = message(...dimensions.map((dimension) => bytes(1, integer(1, dimension))));
  const tensorType = message(integer(1, ELEMENT[element]), bytes(2, shape));
  return message(text(1, name), bytes(2, bytes(1, tensorType)));
}

// Protocol buffers: a field is its number and wire type, then a varint or a length with so many bytes.

const VARINT = 0;
const LENGTH_DELIMITED = 2;

function message(...fields: readonly Buffer[]): Buffer {
  return Buffer.concat(fields);
}

function integer(field: number, value: number): Buffer {
  return Buffer.from([...varint((field << 3) | VARINT), ...varint(value)]);
}

function text(field: number, value: string): Buffer {
  return bytes(field, Buffer.from(value));
}

function bytes(field: number, content: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from([...varint((field << 3) | LENGTH_DELIMITED), ...varint(content.length)]),
    content,
  ]);
}

/** Seven bits a byte, the lowest first; all but the last have the eighth bit set. */
function varint(value: number): number[] {
  const groups: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) groups.push((rest % 0x80) | 0x80);
  return [...groups, rest];
}
