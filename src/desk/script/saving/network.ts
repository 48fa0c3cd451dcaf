/** A text, sent to the desk: src/desk/copies/routes.ts. */
import type { Answer, Sending } from './queue'
import type { Text } from './restoring'

/** After so long no answer is waited for; in milliseconds. */
const PATIENCE = 30_000

/** What a browser still sends while its page is going away, in characters: 64 KiB in all (Fetch, 4.6). */
const PARTING = 15_000

/** `form`: where to, and as whom. */
export async function sendText(
  form: HTMLFormElement,
  { text, version, seen }: Sending<Text>,
): Promise<Answer> {
  const body = new FormData()
  for (const [name, value] of text.fields) body.append(name, value)
  const once = form.elements.namedItem('once') as HTMLInputElement
  const { revision, draft } = text
  const others = { revision, draft, version, copy: seen.join(' '), once: once.value }
  for (const [name, value] of Object.entries(others)) body.set(name, String(value))
  body.set('person', form.dataset.person ?? '')
  const length = text.fields.reduce((sum, [, value]) => sum + value.length, 0)
  try {
    const response = await fetch(`${form.getAttribute('action')}/copy`, {
      method: 'POST',
      body,
      headers: { Accept: 'application/json' },
      keepalive: length < PARTING,
      signal: AbortSignal.timeout(PATIENCE),
    })
    return answerIn(response)
  } catch {
    return { kind: 'unreachable' }
  }
}

interface Said {
  version: number
  at: string
  detail: string
}

async function answerIn(response: Response): Promise<Answer> {
  const said: Said | null = await response.json().catch(() => null)
  const { status, ok } = response
  // Not the desk: a network that wants to be signed in to answers so.
  if (!said) return ok ? { kind: 'unreachable' } : { kind: 'failed' }
  const { version, at, detail } = said
  if (ok) return { kind: 'kept', version, at }
  if (status === 409) return { kind: 'elsewhere', version, at }
  if (status === 401) return { kind: 'signed-out', detail }
  return status < 500 && status !== 429 ? { kind: 'refused', detail } : { kind: 'failed' }
}
