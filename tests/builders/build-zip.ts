/** @file Writes zip archives for tests: stored or deflated entries, with 32-bit or with zip64 records (APPNOTE.TXT 4.3). */
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipOptions {
  readonly isDeflated?: boolean;
  readonly isZip64?: boolean;
}

export function buildZip(files: ReadonlyMap<string, Uint8Array>, options: ZipOptions = {}): Buffer {
  const chunks: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const entry = describeEntry(name, content, offset, options);
    const local = Buffer.concat([localHeader(entry), entry.data]);
    chunks.push(local);
    directory.push(directoryHeader(entry, options));
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = { count: files.size, offset, bytes: central.length };
  return Buffer.concat([
    ...chunks,
    central,
    ...(options.isZip64 === true ? [zip64End(end)] : []),
    endRecord(end, options),
  ]);
}

interface ZipEntry {
  readonly name: Buffer;
  readonly data: Buffer;
  readonly method: number;
  readonly checksum: number;
  readonly uncompressedBytes: number;
  readonly offset: number;
}

function describeEntry(name: string, content: Uint8Array, offset: number, { isDeflated }: ZipOptions): ZipEntry {
  return {
    name: Buffer.from(name),
    data: isDeflated === true ? deflateRawSync(content) : Buffer.from(content),
    method: isDeflated === true ? 8 : 0,
    checksum: crc32(content),
    uncompressedBytes: content.length,
    offset,
  };
}

const UTF8_NAMES = 0x0800;
const ALL_ONES_32 = 0xffffffff;

function localHeader({ name, data, method, checksum, uncompressedBytes }: ZipEntry): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(UTF8_NAMES, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(checksum, 14);
  header.writeUInt32LE(data.length, 18);
  header.writeUInt32LE(uncompressedBytes, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function directoryHeader(entry: ZipEntry, { isZip64 }: ZipOptions): Buffer {
  const extra = isZip64 === true ? zip64Extra(entry) : Buffer.alloc(0);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(45, 4);
  header.writeUInt16LE(45, 6);
  header.writeUInt16LE(UTF8_NAMES, 8);
  header.writeUInt16LE(entry.method, 10);
  header.writeUInt32LE(entry.checksum, 16);
  header.writeUInt32LE(isZip64 === true ? ALL_ONES_32 : entry.data.length, 20);
  header.writeUInt32LE(isZip64 === true ? ALL_ONES_32 : entry.uncompressedBytes, 24);
  header.writeUInt16LE(entry.name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(isZip64 === true ? ALL_ONES_32 : entry.offset, 42);
  return Buffer.concat([header, entry.name, extra]);
}

function zip64Extra({ data, uncompressedBytes, offset }: ZipEntry): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(0x0001, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(uncompressedBytes), 4);
  extra.writeBigUInt64LE(BigInt(data.length), 12);
  extra.writeBigUInt64LE(BigInt(offset), 20);
  return extra;
}

interface Directory {
  readonly count: number;
  readonly offset: number;
  readonly bytes: number;
}

function zip64End({ count, offset, bytes }: Directory): Buffer {
  const record = Buffer.alloc(76);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(45, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(bytes), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  // The locator that points back to the record.
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(BigInt(offset + bytes), 64);
  record.writeUInt32LE(1, 72);
  return record;
}

function endRecord({ count, offset, bytes }: Directory, { isZip64 }: ZipOptions): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(isZip64 === true ? 0xffff : count, 8);
  record.writeUInt16LE(isZip64 === true ? 0xffff : count, 10);
  record.writeUInt32LE(isZip64 === true ? ALL_ONES_32 : bytes, 12);
  record.writeUInt32LE(isZip64 === true ? ALL_ONES_32 : offset, 16);
  return record;
}
