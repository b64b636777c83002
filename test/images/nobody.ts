const NOBODY = 65534;

/** Runs what must meet missing permissions: root, whom nothing stops, becomes nobody for that time. */
export async function asNobody(run: () => Promise<void>): Promise<void> {
  const user = process.geteuid!();
  if (user === 0) process.seteuid!(NOBODY);
  try {
    await run();
  } finally {
    process.seteuid!(user);
  }
}
