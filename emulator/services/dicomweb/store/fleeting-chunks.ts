/**
 * The chunks of a request body, each good until the next one is asked for: then its memory is given back. Left to the garbage collector,
 * the chunks of half a megabyte cost more time than storing it.
 */
export async function* fleetingChunks(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    yield chunk;
    // A smaller chunk may be a view of memory that others have too.
    if (chunk.buffer instanceof ArrayBuffer && chunk.buffer.byteLength === chunk.byteLength) chunk.buffer.transfer(0);
  }
}
