/**
 * Five newsrooms on this machine, one Chinese, one English, one whose editors write what breaks feeds, and
 * two for the desk, each with a database of its own.
 */
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { query, root, text } from '../../scripts/d1.ts'
import { hashKey, newKey } from '../../scripts/key.ts'
import { migrate } from '../../scripts/migrate.ts'
import { postFile } from '../../scripts/post-file.ts'
import { type Newsroom, send } from '../../scripts/request.ts'
import { hostile } from './hostile.ts'
import { english, specimens } from './specimens.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    chinese: string
    english: string
    hostile: string
    /** One for each that writes at a desk at the same time: see `desk` in desk.ts. With a key to sign in with. */
    desks: { url: string; key: string }[]
    /** What newsrooms begin with: give it to `start`. */
    empty: Empty
    /** The path of a preview, by the address of its newsroom. */
    previews: Record<string, string>
  }
}

/** A folder with the database of an empty newsroom, and the key to it. */
interface Empty {
  folder: string
  key: string
}

interface Started extends Newsroom {
  stop(): Promise<void>
}

const ENGLISH = {
  SITE_LANGUAGE: 'en',
  SITE_NAME: 'The Linjiang Gazette',
  SITE_DESCRIPTION: 'News, neighbours and notices from Linjiang',
  SITE_TIME_ZONE: 'Europe/London',
  SITE_ACCENT: '#0b5cad',
}

const HOSTILE = { SITE_NAME: 'R&D <b> &amp;', SITE_DESCRIPTION: ']]> & "all" <that>' }

/** Starts all, fills them, and tells the tests where they are. */
export default async function setup(project: TestProject) {
  const empty = await prepare()
  const started = await Promise.all([
    start(8821, {}, empty),
    start(8822, ENGLISH, empty),
    start(8823, HOSTILE, empty),
    start(8825, ENGLISH, empty),
    start(8826, ENGLISH, empty),
  ])
  const [chinese, gazette, odd, ...desks] = started
  await Promise.all([
    fillChinese(chinese),
    fillEnglish(gazette),
    fillHostile(odd),
    ...desks.map(fillDesk),
  ])
  project.provide('empty', empty)
  project.provide('chinese', chinese.url)
  project.provide('english', gazette.url)
  project.provide('hostile', odd.url)
  project.provide(
    'desks',
    desks.map(({ url, key }) => ({ url, key })),
  )
  project.provide('previews', {
    [chinese.url]: await preview(chinese),
    [gazette.url]: await preview(gazette),
  })
  return async () => {
    await Promise.all(started.map((newsroom) => newsroom.stop()))
    rmSync(empty.folder, { recursive: true })
  }
}

/** What it takes to start newsrooms: making the tables takes longer than copying them. */
async function prepare(): Promise<Empty> {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-'))
  const local = { remote: false, state: folder }
  await migrate(local)
  const key = newKey()
  const row = `INSERT INTO keys (name, hash, created_at) VALUES ('Tests', ${text(hashKey(key))}, 0)`
  await query(row, local)
  return { folder, key }
}

/** Starts an empty newsroom where there are no others to share the work with. */
export async function startAlone(port: number, vars: Record<string, string>): Promise<Started> {
  const empty = await prepare()
  try {
    return await start(port, vars, empty)
  } finally {
    rmSync(empty.folder, { recursive: true })
  }
}

/** Starts an empty newsroom, with a database that goes with it. */
export async function start(
  port: number,
  vars: Record<string, string>,
  { folder, key }: Empty,
): Promise<Started> {
  const state = mkdtempSync(join(tmpdir(), 'broadside-'))
  cpSync(folder, state, { recursive: true })
  const url = `http://localhost:${port}`
  const given = Object.entries({ SITE_URL: url, ...vars })
  const server = spawn(
    process.execPath,
    [
      join(root, 'node_modules/wrangler/bin/wrangler.js'),
      ...['dev', '--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0'],
      ...['--persist-to', state, '--log-level', 'error', '--show-interactive-dev-session=false'],
      ...given.flatMap(([name, value]) => ['--var', `${name}:${value}`]),
    ],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_SEND_METRICS: 'false' },
      // Its own process group: one signal ends wrangler and all that it started.
      detached: true,
    },
  )
  const stop = async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    if (server.pid && server.exitCode === null) process.kill(-server.pid, 'SIGTERM')
    await ended
    rmSync(state, { recursive: true, force: true })
  }
  for (let attempt = 0; attempt < 240; attempt++) {
    const isUp = await fetch(`${url}/robots.txt`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isUp) return { url, key, stop }
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  await stop()
  throw new Error(`No answer at ${url} in a minute`)
}

/** The samples, and what stands for the odd things that articles hold. */
export async function fillChinese(newsroom: Newsroom) {
  const sections = {
    news: '业界动态',
    community: '社区生活',
    culture: '文化教育',
    notices: '通知公告',
  }
  for (const [slug, name] of Object.entries(sections)) {
    await send(newsroom, 'PUT', `/api/sections/${slug}`, { name })
  }
  const folder = join(root, 'samples')
  const files = readdirSync(folder).filter((file) => file.endsWith('.md'))
  for (const file of files.sort()) await postFile(newsroom, join(folder, file))
  await fill(newsroom, specimens)
}

async function fillEnglish(newsroom: Newsroom) {
  await send(newsroom, 'PUT', '/api/sections/community', { name: 'Neighbours' })
  await send(newsroom, 'PUT', '/api/sections/notices', { name: 'Notices' })
  await send(newsroom, 'PUT', '/api/sections/culture', { name: 'Culture' })
  for (const file of [
    '2026-09-03-the-ferry-that-stayed.md',
    '2026-07-30-printing-history-exhibition.md',
  ]) {
    await postFile(newsroom, join(root, 'samples', file))
  }
  await fill(newsroom, english)
}

async function fillHostile(newsroom: Newsroom) {
  await send(newsroom, 'PUT', '/api/sections/news', { name: '<i>&lt;' })
  await fill(newsroom, hostile)
}

/** One article, of two revisions, and what there is besides at a desk. */
async function fillDesk(newsroom: Newsroom) {
  await send(newsroom, 'PUT', '/api/sections/news', { name: 'News' })
  await send(newsroom, 'PUT', '/api/sections/culture', { name: 'Culture' })
  const article = {
    title: '一条很长的标题，说的是{河}边的事 and some more',
    section: 'news',
    body: 'Once.\n\nTwice.',
  }
  await send(newsroom, 'POST', '/api/articles', {
    ...article,
    keywords: ['river', '河'],
    author: 'Yan',
  })
  await send(newsroom, 'POST', '/api/articles', { ...article, title: 'A draft', status: 'draft' })
  const answer = await fetch(`${newsroom.url}/api/articles/1`, {
    method: 'PATCH',
    headers: {
      Authorization: `Bearer ${newsroom.key}`,
      'Content-Type': 'application/merge-patch+json',
      'If-Match': '"1"',
    },
    body: JSON.stringify({ body: 'Once more.\n\nTwice.' }),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

/** Makes a preview of a draft. */
async function preview(newsroom: Newsroom): Promise<string> {
  const draft = { title: '草稿 Draft', section: 'notices', status: 'draft', body: '{草|cǎo}稿。' }
  const { id } = await send<{ id: number }>(newsroom, 'POST', '/api/articles', draft)
  const path = `/api/articles/${id}/previews`
  const { url } = await send<{ url: string }>(newsroom, 'POST', path, {})
  return new URL(url).pathname
}

async function fill(newsroom: Newsroom, documents: Record<string, unknown>[]) {
  for (const document of documents) {
    const { id } = await send<{ id: number }>(newsroom, 'POST', '/api/articles', document)
    if (document.slug !== 'withdrawn') continue
    const answer = await fetch(`${newsroom.url}/api/articles/${id}`, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${newsroom.key}`, 'If-Match': '"1"' },
    })
    if (!answer.ok) throw new Error(await answer.text())
  }
}
