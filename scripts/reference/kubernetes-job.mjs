/**
 * @file Cuts the schema of a Kubernetes Job (batch/v1) down to what examples/kubernetes/worker-job.yaml uses: types, and which keys there may
 * be. Usage: node scripts/reference/kubernetes-job.mjs job-batch-v1.json > test/reference/kubernetes-job.json, where the file is that of
 * https://github.com/yannh/kubernetes-json-schema (v1.32.2-standalone-strict), which is made from the OpenAPI description of
 * https://github.com/kubernetes/kubernetes (api/openapi-spec, Apache-2.0).
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const SOURCE =
  'kubernetes/kubernetes v1.32.2, api/openapi-spec (Apache-2.0), as yannh/kubernetes-json-schema v1.32.2-standalone-strict';
const KEPT = ['type', 'required', 'enum', 'oneOf'];

const schema = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const job = parse(readFileSync(new URL('../../examples/kubernetes/worker-job.yaml', import.meta.url), 'utf8'));
process.stdout.write(`${JSON.stringify({ $comment: SOURCE, ...cut(schema, [job]) })}\n`);

/** Whatever is below a key that no value uses is not said. */
function cut(node, values) {
  const plain = Object.fromEntries(KEPT.filter((key) => key in node).map((key) => [key, node[key]]));
  if (node.properties !== undefined) {
    const objects = values.filter((value) => typeof value === 'object' && value !== null);
    plain.properties = Object.fromEntries(
      Object.entries(node.properties).map(([key, inner]) => {
        const used = objects.filter((value) => key in value).map((value) => value[key]);
        return [key, used.length === 0 ? true : cut(inner, used)];
      }),
    );
    plain.additionalProperties = node.additionalProperties ?? true;
  } else if (typeof node.additionalProperties === 'object') {
    const inner = values.flatMap((value) => Object.values(value));
    plain.additionalProperties = cut(node.additionalProperties, inner);
  }
  if (node.items !== undefined) plain.items = cut(node.items, values.flat());
  return plain;
}
