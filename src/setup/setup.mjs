#!/usr/bin/env node
import { setUp } from './procedure.mjs';

function variantAsked(args) {
  if (args.includes('--cuda') || process.env.FOVEA_CUDA === '1') return 'cuda';
  if (args.includes('--cpu') || process.env.FOVEA_CUDA === '0') return 'cpu';
  return undefined;
}

const args = process.argv.slice(2);
const only = args.includes('--only') ? (args[args.indexOf('--only') + 1] ?? '') : '';
try {
  await setUp({ variant: variantAsked(args), baseline: args.includes('--baseline'), only });
} catch (error) {
  console.error(`\n  ✗ ${error.step ?? 'Set-up'}\n    ${error.message.replaceAll('\n', '\n    ')}\n`);
  process.exitCode = 1;
}
