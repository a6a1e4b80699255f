/**
 * @file Writes the Parquet files that the tests in test/engine/datasets read, from test/reference/datasets-files.json, with another
 * implementation than the one that reads them (Apache Arrow's in Rust). Its packages are needed for nothing else:
 *
 *   npm install --no-save parquet-wasm apache-arrow && node scripts/reference/datasets-parquet.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import * as arrow from 'apache-arrow';
import * as parquet from 'parquet-wasm';

const { images, energy, position, digit, kind } = JSON.parse(
  readFileSync('test/reference/datasets-files.json', 'utf8'),
);

const vector = (values, type) => arrow.vectorFromArray(values, type);
const cells = Object.fromEntries(
  images[0].map((_, cell) => [
    `cell_${cell}`,
    vector(
      images.map((image) => image[cell]),
      new arrow.Float32(),
    ),
  ]),
);
const rows = images.map((image) => [image.slice(0, 3), image.slice(3)]);
const listOf = (type) => new arrow.List(new arrow.Field('item', type, true));

const columns = {
  ...cells,
  image: vector(rows, listOf(listOf(new arrow.Float32()))),
  flat: vector(images, listOf(new arrow.Float64())),
  ragged: vector(
    images.map((image, row) => image.slice(0, row === 4 ? 5 : 6)),
    listOf(new arrow.Float64()),
  ),
  energy: vector(energy, new arrow.Float64()),
  x: vector(
    position.map(([x]) => x),
    new arrow.Float32(),
  ),
  digit: vector(digit.map(BigInt), new arrow.Int64()),
  kind: vector(kind, new arrow.Utf8()),
  holey: vector(
    energy.map((value, row) => (row === 6 ? null : value)),
    new arrow.Float64(),
  ),
};
const stream = arrow.tableToIPC(new arrow.Table(columns), 'stream');
const { Compression } = parquet;
for (const [name, compression, rowGroup] of [
  ['snappy', Compression.SNAPPY, 1000],
  ['zstd-row-groups', Compression.ZSTD, 7],
]) {
  const properties = new parquet.WriterPropertiesBuilder()
    .setCompression(compression)
    .setMaxRowGroupSize(rowGroup)
    .build();
  writeFileSync(
    `test/engine/datasets/fixtures/${name}.parquet`,
    parquet.writeParquet(parquet.Table.fromIPCStream(stream), properties),
  );
}

const records = new arrow.Struct([
  new arrow.Field('a', new arrow.Float64(), true),
  new arrow.Field('b', new arrow.Utf8(), true),
]);
const beside = {
  x: columns.x,
  both: vector(
    energy.map((a, row) => ({ a, b: kind[row] })),
    records,
  ),
  energy: columns.energy,
};
const nested = parquet.Table.fromIPCStream(arrow.tableToIPC(new arrow.Table(beside), 'stream'));
writeFileSync('test/engine/datasets/fixtures/records.parquet', parquet.writeParquet(nested));

const losses = {
  candidate: vector([9007199254740992n, 9007199254740993n], new arrow.Int64()),
  width: vector([16n, 32n], new arrow.Int64()),
  loss_0: vector([1n, 2n], new arrow.Int64()),
  loss_1: vector([0.5, 1.5], new arrow.Float64()),
};
const recorded = arrow.tableToIPC(new arrow.Table(losses), 'stream');
writeFileSync(
  'test/engine/datasets/fixtures/long-ids.parquet',
  parquet.writeParquet(parquet.Table.fromIPCStream(recorded)),
);
