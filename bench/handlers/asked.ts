/** What handlers that are told beforehand have been told. */
import type { Recording } from './recording'

const told = new Map<string, Recording>()

const keyOf = (url: string, isKnown: boolean) => {
  const { pathname, search } = new URL(url)
  return `${pathname}${search} ${isKnown}`
}

/** A `Recording` for a GET of its address, for who has the page already or for who has not. */
export async function take(request: Request): Promise<Response> {
  told.set(keyOf(request.url, request.headers.has('If-None-Match')), await request.json())
  return new Response(null, { status: 204 })
}

export function asked(request: Request): Recording {
  const recording = told.get(keyOf(request.url, request.headers.has('If-None-Match')))
  if (!recording) throw new Error(`nobody told what ${request.url} is`)
  return recording
}
