/** Webhooks, as a receiver on this machine gets them and Standard Webhooks’ own library checks them. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { send } from '../../scripts/request.ts'
import { start } from './newsrooms.ts'

interface Told {
  headers: IncomingHttpHeaders
  body: string
}

interface Made {
  id: number
  secret: string
}

let newsroom: Awaited<ReturnType<typeof start>>
let receiver: Server
const told: Told[] = []
/** What the receiver answers. */
let status = 204

beforeAll(async () => {
  newsroom = await start(8832, {}, inject('empty'))
  await send(newsroom, 'PUT', '/api/sections/news', { name: 'News' })
  receiver = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    told.push({ headers: request.headers, body: Buffer.concat(pieces).toString() })
    response.writeHead(status).end()
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
})

afterAll(async () => {
  receiver.close()
  await newsroom.stop()
})

const tick = () => fetch(`${newsroom.url}/cdn-cgi/handler/scheduled`)

/** How a webhook stands. */
async function standing(id: number): Promise<object> {
  const headers = { Authorization: `Bearer ${newsroom.key}` }
  return (await fetch(`${newsroom.url}/api/webhooks/${id}`, { headers })).json() as Promise<object>
}

/** What the library makes of the last that was told; it throws at a signature that is not the secret’s. */
const verified = (secret: string) => {
  const { headers, body } = told.at(-1) as Told
  return new Webhook(secret).verify(body, headers as Record<string, string>) as {
    type: string
    data: Record<string, unknown>
  }
}

test('a receiver is told of an article, and tried again with the same id until it takes it', async () => {
  const { port } = receiver.address() as AddressInfo
  const url = `http://localhost:${port}/hook`
  const made = await send<Made>(newsroom, 'POST', '/api/webhooks', { name: 'Here', url })
  const { id, secret } = made

  const tried = await send<object>(newsroom, 'POST', `/api/webhooks/${id}/test`, {})
  expect(tried).toEqual({ isTold: true, status: 204, fault: null })
  expect(verified(secret)).toMatchObject({ type: 'webhook.test', data: { webhook: 'Here' } })

  const article = { title: '“{河}”边 😀', section: 'news', body: 'Once.' }
  const posted = await send<{ id: number }>(newsroom, 'POST', '/api/articles', article)
  status = 503
  await tick()
  const first = told.at(-1)?.headers['webhook-id']
  expect(verified(secret).type).toBe('article.published')
  const shown = await standing(id)
  expect(shown).toMatchObject({ owed: 1, attempts: 1, fault: '503' })

  // Whoever mends a receiver need not wait.
  status = 204
  const rotated = await send<Made>(newsroom, 'POST', `/api/webhooks/${id}/rotate`, { overlap: 60 })
  await send(newsroom, 'POST', `/api/webhooks/${id}/resend`, {})
  await tick()
  expect(told.at(-1)?.headers['webhook-id']).toBe(first)
  for (const known of [secret, rotated.secret]) {
    expect(verified(known)).toMatchObject({
      type: 'article.published',
      data: { id: posted.id, title: article.title, url: expect.stringContaining(newsroom.url) },
    })
  }
  expect(() => verified(`whsec_${btoa('x'.repeat(32))}`)).toThrow('No matching signature')
  expect(await standing(id)).toMatchObject({
    owed: 0,
  })
})
