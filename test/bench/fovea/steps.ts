import { createInterface } from 'node:readline';
import { WORKLOADS } from './workloads';

/** fovea's side of a case of steps: prints a line when it is ready, then answers each number of steps with their seconds. */
async function main(name: string): Promise<void> {
  const workload = await WORKLOADS[name]();
  console.log('ready');
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(await workload.run(Number(line))));
  }
  workload.dispose();
}

main(process.argv[2]);
