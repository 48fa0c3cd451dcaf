/**
 * Text as it lies in D1: deflated (RFC 1951), which halves Chinese prose. A database ends at
 * 10 GB, and a million articles should fit.
 */

export async function pack(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** What `pack` made, as D1 gives BLOBs back: an array of bytes. */
export async function unpack(bytes: number[]): Promise<string> {
  const blob = new Blob([new Uint8Array(bytes)])
  return new Response(blob.stream().pipeThrough(new DecompressionStream('deflate-raw'))).text()
}
