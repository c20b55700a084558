/**
 * Maps over values with at most `limit` calls under way, in the order of the input.
 * Rejects with the first error; calls already under way are not awaited.
 */
export async function mapAtMost<In, Out>(
  limit: number,
  values: readonly In[],
  call: (value: In) => Promise<Out>,
): Promise<Out[]> {
  const results: Out[] = [];
  const queue = values.entries();
  const work = async () => {
    for (const [index, value] of queue) results[index] = await call(value);
  };
  await Promise.all(Array.from({ length: Math.min(limit, values.length) }, work));
  return results;
}
