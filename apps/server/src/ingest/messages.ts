import type { Duplex } from 'node:stream';
import { ArrayValue } from '../database/array-values.ts';

/**
 * Messages of PostgreSQL's frontend (documentation, "Message Formats"), put together in one buffer that is used again: a batch is some
 * tens of kilobytes, and the driver's own writer makes a new buffer for each statement and copies it several times while it grows.
 */
export class Messages {
  #buffer = Buffer.allocUnsafe(firstBytes);
  #end = 0;

  /** Forgets a statement; that it is not there is no error. */
  close(name: string): void {
    const start = this.#begin('C', 1 + bytesMax(name));
    this.#buffer[this.#end++] = 'S'.charCodeAt(0);
    this.#text(name);
    this.#finish(start);
  }

  /** Prepares a statement; the types of its parameters are said in its text. */
  parse({ name, text }: { readonly name: string; readonly text: string }): void {
    const start = this.#begin('P', bytesMax(name) + bytesMax(text) + 2);
    this.#text(name);
    this.#text(text);
    this.#short(0);
    this.#finish(start);
  }

  /** Runs a prepared statement once: Bind, Describe and Execute of the unnamed portal. Rows come as text. */
  run(name: string, values: readonly unknown[]): void {
    const sent = values.map(sendable);
    let most = bytesMax('') + bytesMax(name) + 8 + 6 * sent.length;
    for (const value of sent) most += valueBytesMax(value);
    const start = this.#begin('B', most);
    this.#text('');
    this.#text(name);
    this.#short(sent.length);
    for (const value of sent) this.#short(typeof value === 'string' || value === null ? textFormat : binaryFormat);
    this.#short(sent.length);
    for (const value of sent) this.#value(value);
    this.#short(1);
    this.#short(textFormat);
    this.#finish(start);
    this.#add(describeAndExecute);
  }

  sync(): void {
    this.#add(sync);
  }

  /** Sends all that was put together. Its buffer is used again only where nothing of it has to wait for the socket. */
  sendTo(stream: Duplex): void {
    // The driver rejects what is under way once the socket has ended.
    if (stream.writable) stream.write(this.#buffer.subarray(0, this.#end));
    this.#end = 0;
    if (stream.writableLength > 0 || this.#buffer.length > keptBytesMax) this.#buffer = Buffer.allocUnsafe(firstBytes);
  }

  /** Forgets what was put together. */
  drop(): void {
    this.#end = 0;
  }

  #begin(type: string, bodyMax: number): number {
    this.#reserve(5 + bodyMax);
    this.#buffer[this.#end] = type.charCodeAt(0);
    this.#end += 5;
    return this.#end - 4;
  }

  /** The length counts itself, but not the type before it. */
  #finish(start: number): void {
    this.#buffer.writeInt32BE(this.#end - start, start);
  }

  #add(bytes: Buffer): void {
    this.#reserve(bytes.length);
    this.#end += bytes.copy(this.#buffer, this.#end);
  }

  #text(text: string): void {
    this.#end += this.#buffer.write(text, this.#end);
    this.#buffer[this.#end++] = 0;
  }

  #short(value: number): void {
    this.#end = this.#buffer.writeInt16BE(value, this.#end);
  }

  #value(value: Sendable): void {
    const start = this.#end;
    this.#end += 4;
    if (value === null) {
      this.#buffer.writeInt32BE(-1, start);
      return;
    }
    if (value instanceof ArrayValue) this.#end = value.writeTo(this.#buffer, this.#end);
    else if (typeof value === 'string') this.#end += this.#buffer.write(value, this.#end);
    else this.#end += value.copy(this.#buffer, this.#end);
    this.#buffer.writeInt32BE(this.#end - start - 4, start);
  }

  #reserve(bytes: number): void {
    if (this.#end + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#end + bytes, 2 * this.#buffer.length));
    this.#buffer.copy(larger, 0, 0, this.#end);
    this.#buffer = larger;
  }
}

const firstBytes = 128 * 1024;
/** Batches of large bodies are rare: what one of them needed is not kept. */
const keptBytesMax = 1024 * 1024;

type Sendable = string | Buffer | ArrayValue | null;

const textFormat = 0;
const binaryFormat = 1;
// `D` of the unnamed portal, then `E` of it without a limit of rows.
const describeAndExecute = Buffer.from([0x44, 0, 0, 0, 6, 0x50, 0, 0x45, 0, 0, 0, 9, 0, 0, 0, 0, 0]);
// `S`, and nothing more.
const sync = Buffer.from([0x53, 0, 0, 0, 4]);

function sendable(value: unknown): Sendable {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || value instanceof ArrayValue || Buffer.isBuffer(value)) return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TypeError(`a value that no statement of the writer has: ${typeof value}`);
}

function valueBytesMax(value: Sendable): number {
  if (value === null) return 0;
  if (typeof value === 'string') return 3 * value.length;
  return value instanceof ArrayValue ? value.bytesMax : value.length;
}

function bytesMax(text: string): number {
  return 3 * text.length + 1;
}
