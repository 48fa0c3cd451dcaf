/** Files that hold drafts, or the whole newsroom: for their owner's eyes alone. */
import { type FileHandle, open, rm } from 'node:fs/promises'

/** Read and written by the owner. */
export const OWNER_ONLY = 0o600

/** A new file in place of whatever was there, whose mode, or reader at that moment, it must not have. */
export async function openPrivate(file: string): Promise<FileHandle> {
  await rm(file, { force: true })
  return open(file, 'wx', OWNER_ONLY)
}
