export async function fetchPicture(
  _address: string,
  _means: unknown,
): Promise<{ bytes: Uint8Array } | { fault: string }> {
  return { fault: 'is not fetched yet' }
}
