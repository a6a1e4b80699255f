/** @file The Job for Kubernetes in the examples: a job as Kubernetes describes one, and one that survives what clusters do to pods. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const text = readFileSync('examples/kubernetes/worker-job.yaml', 'utf8');
const job = parse(text);
const isJob = new Ajv({ strict: false }).compile(
  JSON.parse(readFileSync('test/reference/kubernetes-job.json', 'utf8')),
);

test('it is a job as the OpenAPI description of Kubernetes has it', () => {
  expect(isJob(job), JSON.stringify(isJob.errors)).toBe(true);
  expect(isJob(parse(text.replace('backoffLimitPerIndex: 6', 'backoffLimitPerIndexes: 6')))).toBe(false);
  expect(isJob(parse(text.replace('operator: In', 'operator: 3')))).toBe(false);
  expect(isJob(parse(text.replace('restartPolicy: Never', 'restartPolicies: Never')))).toBe(false);
});

test('a pod that is evicted is replaced and not counted, and one that is no use ends the job', () => {
  const { spec } = job;
  expect(spec).toMatchObject({ completionMode: 'Indexed', completions: spec.parallelism });
  // What the API server demands beside its schema for a limit per index.
  expect(spec.backoffLimitPerIndex).toBeGreaterThan(0);
  expect(spec.template.spec.restartPolicy).toBe('Never');
  const [ignored, failing] = spec.podFailurePolicy.rules;
  expect(ignored).toEqual({ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] });
  const [container] = spec.template.spec.containers;
  expect(failing).toEqual({
    action: 'FailJob',
    onExitCodes: { containerName: container.name, operator: 'In', values: [2] },
  });
  const grace = container.command[container.command.indexOf('--grace') + 1];
  expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(Number(grace));
});
