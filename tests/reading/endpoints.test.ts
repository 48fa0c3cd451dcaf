import { expect, test } from 'vitest'
import { ORIGIN, openNewsroom } from '../support/newsroom'

const MICROPUB = `<${ORIGIN}/micropub>; rel="micropub"`

test('the home page leads programs to what is switched on, and to where they ask for leave', async () => {
  const newsroom = await openNewsroom({ CLIENTS: 'wordpress micropub mcp' })
  const response = await newsroom.fetch('/')
  expect(response.headers.get('Link')?.split(', ')).toEqual([
    `<${ORIGIN}/wp-json/>; rel="https://api.w.org/"`,
    MICROPUB,
    `<${ORIGIN}/.well-known/oauth-authorization-server>; rel="indieauth-metadata"`,
    `<${ORIGIN}/desk/authorize>; rel="authorization_endpoint"`,
    `<${ORIGIN}/oauth/token>; rel="token_endpoint"`,
  ])
  expect(await response.text()).toContain('<link rel="micropub" href="/micropub">')
})

test('the home page says so in every way in which it is served', async () => {
  const newsroom = await openNewsroom({ CLIENTS: 'micropub', DESK: 'off' })
  const first = await newsroom.fetch('/')
  const known = { 'If-None-Match': first.headers.get('ETag') ?? '' }
  const again = [
    await newsroom.fetch('/'),
    await newsroom.fetch('/', { method: 'HEAD' }),
    await newsroom.fetch('/', { headers: known }),
    await newsroom.fetch('/?utm_source=a', { headers: known }),
  ]
  newsroom.reborn()
  again.push(await newsroom.fetch('/'))
  newsroom.onD1 = () => {
    throw new Error('D1_ERROR: Network connection lost.')
  }
  again.push(await newsroom.fetch('/'))
  expect(again.map(({ status }) => status)).toEqual([200, 200, 304, 304, 200, 200])
  for (const response of [first, ...again]) expect(response.headers.get('Link')).toBe(MICROPUB)
})

test('without a protocol, and on other pages, there is no such word', async () => {
  const off = await openNewsroom({ CLIENTS: '' })
  const home = await off.fetch('/')
  expect(home.headers.get('Link')).toBeNull()
  expect(await home.text()).not.toContain('rel="micropub"')
  const on = await openNewsroom({ CLIENTS: 'micropub wordpress' })
  expect((await on.fetch('/sections/news')).headers.get('Link')).toBeNull()
  expect((await on.fetch('/nowhere')).headers.get('Link')).toBeNull()
})
